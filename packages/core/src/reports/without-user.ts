import type { MadeSection } from './made.ts';

/** The field by which reports tell users apart. */
const USER = 'user';

/** A section of a report as it was made, with '' in place of these ids of users: its figures stay. */
export function withoutUser(section: MadeSection, ids: ReadonlySet<string>): MadeSection {
  const nobody = <Row extends { group: string | null }>(row: Row): Row =>
    row.group !== null && ids.has(row.group) ? { ...row, group: '' } : row;
  switch (section.kind) {
    case 'chart':
      return section.dimension === USER ? { ...section, series: section.series.map(nobody) } : section;
    case 'table':
      return section.dimension === USER ? { ...section, rows: section.rows.map(nobody) } : section;
    case 'movers':
      return section.by === USER ? { ...section, rows: section.rows.map(nobody) } : section;
    case 'incidents':
      // An incident is called by its rule and what tells its group apart.
      return {
        ...section,
        rows: section.rows.map((row) => ({ ...row, title: withoutName(row.title, ids) })),
      };
    default:
      return section;
  }
}

const withoutName = (title: string, ids: ReadonlySet<string>): string => {
  const [rule = '', ...rest] = title.split(': ');
  const group = rest.join(': ');
  const parts = group.split(' · ').filter((part) => !ids.has(part));
  return group === '' || parts.length === group.split(' · ').length
    ? title
    : [rule, parts.join(' · ')].filter(Boolean).join(': ');
};
