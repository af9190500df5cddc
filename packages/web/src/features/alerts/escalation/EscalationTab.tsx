import { useRole } from '../../../api/me.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { Contacts } from './Contacts.tsx';
import { Policies } from './Policies.tsx';
import { Schedules } from './Schedules.tsx';
import { escalationTexts } from './texts.ts';

/** Who is told of what fires, who next, and who is on call when. */
export function EscalationTab() {
  const t = useTexts(escalationTexts);
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  return (
    <>
      {!may && <p className="pb-4 text-sm text-muted">{t('denied')}</p>}
      <Policies project={project} may={may} />
      <Schedules project={project} may={may} />
      <Contacts project={project} may={may} />
    </>
  );
}
