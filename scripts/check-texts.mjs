// Holds that no text of the pages is missed by translation: none stands in a component, and none of a catalogue is stale.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { allFiles, inRoot } from './lib/repository.mjs';

const WEB = 'packages/web/src/';
const CORE = 'packages/core/src/';
const LETTERS = /\p{L}{2,}/u;
/** Words that are the same in every language: names of things, units, keys; addresses and names in code are none. */
const UNTRANSLATED = /^(Pharos|P\d\d|ms|min|SQL|CSV|JSON|PNG|SVG|Parquet|API|Esc|Enter|Ctrl|Shift)$/;
/** Attributes whose text is read by people. */
const READ = new Set(['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'label']);

const isTest = (file) =>
  /\.test\.tsx?$/.test(file) ||
  file.includes('/testing/') ||
  file.includes('/gallery/') ||
  /\/cases\.tsx?$/.test(file);
const problems = [];
const catalogues = [];
const mentioned = new Set();
const templates = [];

const isCode = (word) => /[./:]/.test(word.replace(/[.:…]+$/, ''));
const spoken = (text) =>
  text
    .split(/[\s·,]+/)
    .some(
      (word) => LETTERS.test(word) && !isCode(word) && !UNTRANSLATED.test(word.replace(/[^\p{L}\d]/gu, '')),
    );

function readCatalogue(call, file) {
  const [name, en] = call.arguments;
  if (!en || !ts.isObjectLiteralExpression(en)) return;
  const keys = en.properties.flatMap((each) =>
    each.name && ts.isPropertyAssignment(each) ? [each.name.text] : [],
  );
  catalogues.push({ file, name: name?.text, keys });
}

function visit(node, file, source, inCatalogue) {
  const at = () => `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
  if (ts.isCallExpression(node) && node.expression.getText(source) === 'catalogue') {
    readCatalogue(node, file);
    inCatalogue = true;
  }
  if (ts.isJsxText(node) && spoken(node.text))
    problems.push(`${at()} a text in no catalogue: ${node.text.trim()}`);
  if (ts.isJsxAttribute(node) && READ.has(node.name.getText(source))) {
    const { initializer } = node;
    if (initializer && ts.isStringLiteral(initializer) && spoken(initializer.text)) {
      problems.push(`${at()} a text in no catalogue: ${initializer.text}`);
    }
  }
  if (!inCatalogue && ts.isStringLiteralLike(node)) mentioned.add(node.text);
  // An object's own names count as well: tables are read by them.
  if (!inCatalogue && ts.isPropertyAssignment(node) && ts.isIdentifier(node.name))
    mentioned.add(node.name.text);
  if (ts.isTemplateExpression(node) && !inCatalogue)
    templates.push([node.head.text, node.templateSpans.at(-1).literal.text]);
  ts.forEachChild(node, (child) => visit(child, file, source, inCatalogue));
}

const files = allFiles().filter(
  (file) => (file.startsWith(WEB) || file.startsWith(CORE)) && /\.tsx?$/.test(file) && !isTest(file),
);
for (const file of files) {
  const text = readFileSync(inRoot(file), 'utf8');
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  visit(source, file, source, false);
}

const base = (key) => key.replace(/_(one|other)$/, '');
for (const { file, name, keys } of catalogues) {
  for (const key of keys) {
    const used =
      mentioned.has(base(key)) ||
      templates.some(([head, tail]) => head.length > 1 && key.startsWith(head) && key.endsWith(tail));
    if (!used) problems.push(`${file} ${name}.${key} is used nowhere`);
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
