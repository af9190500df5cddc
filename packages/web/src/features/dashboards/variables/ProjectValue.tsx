import { useMe } from '../../../api/me.ts';
import { Menu, MenuChoice } from '../../../components/Menu.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { dashboardTexts } from '../texts.ts';
import { Trigger } from './Trigger.tsx';
import type { VariableControlProps } from './VariableBar.tsx';

/** Another project of the reader's, whose data are shown. */
export function ProjectValue({ label, values, onChange }: VariableControlProps) {
  const t = useTexts(dashboardTexts);
  const own = useProject();
  const projects = useMe()?.projects ?? [];
  const [chosen = own] = values;
  const name = (id: string) =>
    id === own ? t('ownProject') : (projects.find((project) => project.id === id)?.name ?? id);
  return (
    <Menu trigger={<Trigger label={label} shown={name(chosen)} active={chosen !== own} />}>
      <MenuChoice
        value={chosen}
        options={projects.map(({ id }) => ({ value: id, label: name(id) }))}
        onChange={(id) => onChange(id === own ? [] : [id])}
      />
    </Menu>
  );
}
