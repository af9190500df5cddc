// Holds the import rules of the repository (lib/import-rules.mjs) over every file that git knows or would add.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CORE, IMPORT_RULES, TEXT_RULES, within } from './lib/import-rules.mjs';
import { allFiles, inRoot } from './lib/repository.mjs';

const IMPORT =
  /^(?:import|export)\s(?:[^'"]*?\sfrom\s*)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/gm;
const READ = /\.(ts|tsx|mjs|js|json|md|css|html|ya?ml|sh)$|^\.ci\/run$/;

const files = allFiles().filter(
  (file) => READ.test(file) && !within(file, 'packages/server/recordings') && file !== 'package-lock.json',
);

const findings = [];
for (const file of files) {
  const text = readFileSync(inRoot(file), 'utf8');
  for (const rule of TEXT_RULES) {
    if (!rule.where(file)) continue;
    const at = text.split('\n').findIndex((line) => rule.pattern.test(line));
    if (at >= 0) findings.push(`${file}:${at + 1}: ${rule.why}`);
  }
  if (!/\.tsx?$/.test(file)) continue;
  for (const [, stated, dynamic] of text.matchAll(IMPORT)) {
    const name = stated ?? dynamic;
    const to = name.startsWith('.')
      ? join(dirname(file), name)
      : name.startsWith(CORE)
        ? `packages/core/src/${name.slice(CORE.length)}.ts`
        : name;
    for (const { why, breaks } of IMPORT_RULES) {
      if (breaks(file, to, name)) findings.push(`${file}: imports ${name}: ${why}`);
    }
  }
}

for (const finding of findings) console.error(finding);
console.log(`${files.length} files, ${findings.length} broken rules`);
process.exit(findings.length > 0 ? 1 : 0);
