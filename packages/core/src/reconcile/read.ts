import type { RowProblem } from '../api/reconcile.ts';
import { sumDecimals } from '../pricing/decimal.ts';
import {
  addCounts,
  COUNTS,
  type CountName,
  type Counts,
  type StatementFacts,
  type StatementLine,
} from './amounts.ts';
import { readCount, readCurrency, readDay, readMoney, zoneOfMoment } from './cells.ts';
import { type Form, formOf } from './forms.ts';
import type { SourceRow } from './json-rows.ts';

/** Lines that a statement may have after rows of the same day and model are put together. */
export const MAX_LINES = 20_000;
/** Rows that could not be read and are named; beyond, they are only counted. */
const MAX_NAMED = 50;
const MAX_NAME = 200;
const SHOWN = 80;

type ProblemKind = RowProblem['problem'];

export type FailureCode = 'unknown-form' | 'providers-differ' | 'nothing' | 'too-many-lines';
/** Why files cannot be a statement at all. */
export class StatementError extends Error {
  readonly code: FailureCode;
  readonly file: string;
  readonly columns: readonly string[];
  constructor(code: FailureCode, file = '', columns: readonly string[] = []) {
    super(code);
    this.code = code;
    this.file = file;
    this.columns = columns;
  }
}

/** What one file turned out to be. */
export interface FileReading {
  name: string;
  form: string;
  rows: number;
  /** Rows without any figure, as exports have them for days without usage. */
  empty: number;
  /** Rows that were left out. */
  left: number;
  /** The file says that there are more pages. */
  isPartial: boolean;
}

export interface StatementReading extends StatementFacts {
  files: FileReading[];
  problems: RowProblem[];
}

class Unreadable {
  readonly column: string;
  readonly problem: ProblemKind;
  constructor(column: string, problem: ProblemKind) {
    this.column = column;
    this.problem = problem;
  }
}

const text = (row: SourceRow, column: string): string => row.cells.get(column)?.trim() ?? '';

function countIn(row: SourceRow, column: string): number | undefined {
  const cell = text(row, column);
  if (cell === '') return undefined;
  const count = readCount(cell);
  if (count === undefined) throw new Unreadable(column, 'count');
  return count;
}

function countsOf(row: SourceRow, form: Form): Counts {
  const counts: Counts = {};
  const add = (name: CountName, count: number | undefined) =>
    addCounts(counts, count === undefined ? {} : { [name]: count });
  for (const name of COUNTS) for (const column of form.counts?.[name] ?? []) add(name, countIn(row, column));
  if (form.tall) {
    const name = form.tall.counts[text(row, form.tall.kind)];
    if (name) add(name, countIn(row, form.tall.amount));
  }
  if (counts.input === undefined) return counts;
  for (const part of form.inputHolds ?? []) counts.input -= counts[part] ?? 0;
  if (counts.input < 0) throw new Unreadable(form.counts?.input?.[0] ?? '', 'parts');
  return counts;
}

function costOf(row: SourceRow, { cost }: Form): { cost: string; currency: string } | undefined {
  if (!cost) return undefined;
  const cell = text(row, cost.column);
  if (cell === '') return undefined;
  const amount = readMoney(cell, cost.hundredths);
  if (amount === undefined) throw new Unreadable(cost.column, 'money');
  const told = 'is' in cost.currency ? cost.currency.is : text(row, cost.currency.column);
  const currency = readCurrency(told);
  if (currency === undefined) {
    throw new Unreadable('is' in cost.currency ? cost.column : cost.currency.column, 'currency');
  }
  return { cost: amount, currency };
}

function modelOf(row: SourceRow, { model }: Form): string {
  if (!model) return '';
  const name = text(row, model.column);
  if (name.length > MAX_NAME) throw new Unreadable(model.column, 'name');
  const end = model.upTo === undefined ? -1 : name.indexOf(model.upTo);
  return end > 0 ? name.slice(0, end) : name;
}

/**
 * Reads the rows of one or more files into a statement. Rows of the same day and model are put together, so what is kept
 * does not grow with the width of the buckets; a row that cannot be read is named and loses nothing else.
 */
export class StatementReader {
  readonly #mapped: Form | undefined;
  readonly #lines = new Map<string, StatementLine>();
  readonly #files: FileReading[] = [];
  readonly #problems: RowProblem[] = [];
  readonly #held = new Set<NonNullable<Form['inputHolds']>[number]>();
  #form: Form | undefined;
  #zone: string | undefined;
  #provider: string | undefined;
  #places: number | undefined;
  #from = '';
  #to = '';

  /** `mapped`: how to read files that are of none of the known forms. */
  constructor(mapped?: Form) {
    this.#mapped = mapped;
  }

  /** The next file, by its columns in lower case. @throws StatementError when it is of no known form or of another provider. */
  begin(name: string, columns: readonly string[], isPartial = false): void {
    const fits = this.#mapped?.has.every((column) => columns.includes(column));
    const form = this.#mapped ? (fits ? this.#mapped : undefined) : formOf(columns);
    if (!form) throw new StatementError('unknown-form', name, columns.slice(0, 60));
    this.#provider ??= form.provider;
    if (this.#provider !== form.provider) throw new StatementError('providers-differ', name);
    if (form.zone !== 'rows' && form.zone !== '') this.#zone ??= form.zone;
    for (const part of form.inputHolds ?? []) {
      if (!form.counts?.[part]?.some((column) => columns.includes(column))) this.#held.add(part);
    }
    this.#places = form.cost?.places ?? this.#places;
    this.#form = form;
    this.#files.push({ name, form: form.id, rows: 0, empty: 0, left: 0, isPartial });
  }

  /** @throws StatementError when there are more days and models than a statement may have. */
  row(row: SourceRow): void {
    const file = this.#files.at(-1);
    const form = this.#form;
    if (!file || !form) throw new TypeError('no file was begun');
    file.rows += 1;
    try {
      if (!this.#read(row, form)) file.empty += 1;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { column, problem } = error;
      this.#leave(file, { at: row.at, column, value: text(row, column).slice(0, SHOWN), problem });
    }
  }

  #leave(file: FileReading, problem: Omit<RowProblem, 'file'>): void {
    file.left += 1;
    if (this.#problems.length < MAX_NAMED) this.#problems.push({ file: file.name, ...problem });
  }

  /** False for a row without figures. */
  #read(row: SourceRow, form: Form): boolean {
    const moment = text(row, form.day.column);
    if (form.zone === 'rows') this.#zone ??= zoneOfMoment(moment);
    const day = readDay(moment, form.day.as, this.#zone ?? 'UTC');
    if (day === undefined) throw new Unreadable(form.day.column, 'day');
    const counts = countsOf(row, form);
    const paid = costOf(row, form);
    const model = modelOf(row, form);
    if (this.#from === '' || day < this.#from) this.#from = day;
    if (day > this.#to) this.#to = day;
    if (Object.keys(counts).length === 0 && paid === undefined) return false;
    const currency = paid?.currency ?? '';
    const key = JSON.stringify([day, model, currency]);
    let line = this.#lines.get(key);
    if (!line) {
      if (this.#lines.size >= MAX_LINES) throw new StatementError('too-many-lines');
      line = { day, model, currency };
      this.#lines.set(key, line);
    }
    addCounts(line, counts);
    if (paid) {
      line.cost = sumDecimals([line.cost ?? '0', paid.cost]);
      line.costs = (line.costs ?? 0) + 1;
    }
    return true;
  }

  /** @throws StatementError when no row had a figure. */
  finish(): StatementReading {
    if (this.#lines.size === 0) throw new StatementError('nothing', this.#files[0]?.name);
    return {
      provider: this.#provider ?? '',
      zone: this.#zone ?? 'UTC',
      zoneTold: this.#zone !== undefined,
      ...{ from: this.#from, to: this.#to, inputHolds: [...this.#held] },
      ...(this.#places === undefined ? {} : { costPlaces: this.#places }),
      lines: [...this.#lines.values()].sort(byDayAndModel),
      ...{ files: this.#files, problems: this.#problems },
    };
  }
}

const byDayAndModel = (a: StatementLine, b: StatementLine): number =>
  order(a.day, b.day) || order(a.model, b.model) || order(a.currency, b.currency);
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
