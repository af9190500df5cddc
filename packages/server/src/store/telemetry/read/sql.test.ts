import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scopeTo } from '../../scope.ts';
import { all, join, named, numeral, onlyRowsOf, render, rowsOf, sql, text, texts, time } from './sql.ts';

describe('SQL', () => {
  it('binds every value and never writes one into the text', () => {
    const hostile = "'; DROP TABLE spans --{p9:String}";
    const { sql: statement, params } = render(
      sql`SELECT ${text(hostile)} FROM ${rowsOf(scopeTo(hostile), 'spans', sql`name IN ${texts([hostile])}`)}`,
    );
    expect(statement).toBe(
      "SELECT {p0:String} FROM spans WHERE (project_id = {p1:String} AND kind != 'void' AND name IN {p2:Array(String)})",
    );
    expect(params).toEqual({ p0: hostile, p1: hostile, p2: [hostile] });
  });

  it('binds a value once, however often it is used', () => {
    const value = text('a');
    expect(render(join([sql`${value}`, sql`${value}`], ' = '))).toEqual({
      sql: '{p0:String} = {p0:String}',
      params: { p0: 'a' },
    });
  });

  it('is true of nothing to check', () => {
    expect(render(all([])).sql).toBe('1');
  });

  it('takes of a reader only names that quotes hold, and numbers', () => {
    expect(render(join([named('a b'), named('成本'), numeral('1.5e-3')], ' ')).sql).toBe(
      '`a b` `成本` 1.5e-3',
    );
    for (const name of ['', 'a`b', 'a.b', 'a\\b', 'a"b', "a'b", 'a\nb', '{a:String}', 'a;b'])
      expect(() => named(name)).toThrow('not a name');
    for (const digits of ['', '1 OR 1', '0x1', '-1', '1.', 'inf', '1_0'])
      expect(() => numeral(digits)).toThrow('not a number');
  });

  it('walls a statement in by its project, whatever that is called', () => {
    expect(render(onlyRowsOf(scopeTo("a'\\"))).sql).toContain(
      String.raw`additional_table_filters = {'spans': 'project_id = \'a\\\'\\\\\'', 'spans_local': `,
    );
  });

  it('brings times to the edges of what the engine can hold', () => {
    expect(render(time(-5n)).params).toEqual({ p0: 0n });
    expect(render(time(2n ** 70n)).params).toEqual({ p0: 2n ** 63n - 1n });
  });

  it('names tables in one place, where the project is added', () => {
    const directory = new URL('.', import.meta.url);
    const naming = readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) =>
        /\b(FROM|JOIN)\s+(spans|payloads|logs|scores|span_patches|trace_index)\b/i.test(
          readFileSync(new URL(file, directory), 'utf8'),
        ),
      );
    expect(naming).toEqual([]);
  });
});
