import { Field, Input } from '../../../components/Input.tsx';
import { Section } from '../../../components/Section.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { AboutFields } from './AboutFields.tsx';
import { ChannelsField } from './ChannelsField.tsx';
import { ContentFields } from './ContentFields.tsx';
import type { FormPart } from './form-part.ts';
import { ScheduleFields } from './ScheduleFields.tsx';
import { editorTexts } from './texts.ts';

/** All that is typed of a report: what it tells beside when it is made and to whom it goes. */
export function ReportFields({ project, ...part }: FormPart & { project: string }) {
  const t = useTexts(editorTexts);
  const { form, change, problems } = part;
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-6 xl:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        <Field label={t('name')} error={problems.at('name') ? t('wrongName') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              value={form.name}
              maxLength={120}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <ContentFields project={project} {...part} />
        <AboutFields {...part} />
      </div>
      <div className="min-w-0">
        <Section title={t('schedule')}>
          <ScheduleFields project={project} {...part} />
        </Section>
        <ChannelsField project={project} {...part} />
      </div>
    </div>
  );
}
