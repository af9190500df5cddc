import { readIn } from '@pharos/core/local-text';
import { TEMPLATES, templateNamed } from '@pharos/core/reports/templates';
import { useQuery } from '@tanstack/react-query';
import { dashboardsQuery } from '../../../api/dashboards.ts';
import { Field } from '../../../components/Input.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Select } from '../../../components/Select.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import type { FormPart } from './form-part.ts';
import { CONTENTS, withContent, withTemplate } from './report-form.ts';
import { SectionsField } from './SectionsField.tsx';
import { editorTexts } from './texts.ts';

/** What a report is made of. */
export function ContentFields({ project, ...part }: FormPart & { project: string }) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const { form, change } = part;
  return (
    <>
      <div className="flex flex-col items-start gap-1">
        <span aria-hidden className="text-xs font-medium text-soft">
          {t('madeOf')}
        </span>
        <Segmented
          label={t('madeOf')}
          value={form.of}
          onChange={(of) => change(withContent(form, of))}
          options={CONTENTS.map((value) => ({ value, label: t(`of_${value}`) }))}
        />
      </div>
      {form.of === 'template' && (
        <Field label={t('template')} hint={readIn(templateNamed(form.template).description, language)}>
          {(ids) => (
            <Select
              {...ids}
              value={form.template}
              options={TEMPLATES.map(({ name, title }) => ({ value: name, label: readIn(title, language) }))}
              onChange={(template) => change(withTemplate(form, template))}
            />
          )}
        </Field>
      )}
      {form.of === 'dashboard' && <DashboardField project={project} {...part} />}
      {form.of === 'sections' && <SectionsField {...part} />}
    </>
  );
}

function DashboardField({ project, form, change, problems }: FormPart & { project: string }) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const all = useQuery(dashboardsQuery(project)).data ?? [];
  const isKnown = form.dashboard === '' || all.some(({ id }) => id === form.dashboard);
  return (
    <Field
      label={t('dashboard')}
      hint={t('dashboardHint')}
      error={problems.at('content.dashboard') ? t('wrongDashboard') : undefined}
    >
      {(ids) => (
        <Select
          {...ids}
          value={form.dashboard}
          onChange={(dashboard) => change({ dashboard })}
          options={[
            { value: '', label: t('chooseDashboard'), disabled: true },
            ...(isKnown ? [] : [{ value: form.dashboard, label: form.dashboard }]),
            ...all.map(({ id, title, source }) => {
              const label = readIn(title, language);
              return { value: id, label: source === 'ready' ? t('ready', { title: label }) : label };
            }),
          ]}
        />
      )}
    </Field>
  );
}
