import type { Block } from '@pharos/core/reports/blocks';

type Part = Exclude<Block, { kind: 'heading' }>;

/** A heading with all that stands below it. */
export interface PageSection {
  title: string;
  parts: readonly Part[];
}

/** The parts of a report by the headings they stand below; '' where there is none. */
export function sectionsOf(blocks: readonly Block[]): PageSection[] {
  const sections: { title: string; parts: Part[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') sections.push({ title: block.text, parts: [] });
    else if (sections.length === 0) sections.push({ title: '', parts: [block] });
    else sections.at(-1)?.parts.push(block);
  }
  return sections;
}
