import { ALERT_TEMPLATES } from '@pharos/core/alerts/templates';
import { readIn } from '@pharos/core/local-text';
import { Link } from '@tanstack/react-router';
import { SeverityBadge } from '../../../components/incidents/SeverityBadge.tsx';
import { Section } from '../../../components/Section.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { ruleTexts } from './texts.ts';

/** Rules to begin with: one opens as a form that is filled. */
export function Templates({ project }: { project: string }) {
  const t = useTexts(ruleTexts);
  const { locale } = useFormat();
  return (
    <Section title={t('templates')}>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {ALERT_TEMPLATES.map(({ name, title, about, rule }) => (
          <li key={name}>
            <Link
              to="/p/$project/alerts/rules/new"
              params={{ project }}
              search={{ template: name }}
              className="flex h-full flex-col gap-1 rounded-md border p-3 hover:border-line-strong hover:bg-hover"
            >
              <span className="flex items-center gap-2">
                <span className="min-w-0 flex-1 font-medium">{readIn(title, locale)}</span>
                <SeverityBadge severity={rule.severity} />
              </span>
              <span className="text-xs text-muted">{readIn(about, locale)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
