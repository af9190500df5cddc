import { readIn, withText } from '@pharos/core/local-text';
import { MAX_SECTIONS } from '@pharos/core/reports/section';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { Button, IconButton } from '../../../components/Button.tsx';
import { Input } from '../../../components/Input.tsx';
import { Menu, MenuItem } from '../../../components/Menu.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import type { FormPart } from './form-part.ts';
import { SectionFields } from './SectionFields.tsx';
import { moved, SECTION_KINDS, type SectionForm, withNew } from './section-form.ts';
import { editorTexts } from './texts.ts';

/** The parts of a report, in their order. */
export function SectionsField({ form, change, problems }: FormPart) {
  const t = useTexts(editorTexts);
  const { sections } = form;
  const language = useLanguage();
  const set = (next: typeof sections) => change({ sections: next });
  const patch = (key: number, changed: Partial<SectionForm>) =>
    set(sections.map((each) => (each.key === key ? { ...each, ...changed } : each)));
  return (
    <fieldset className="flex min-w-0 flex-col items-start gap-3">
      <legend className="pb-1 text-xs font-medium text-soft">{t('parts')}</legend>
      <ol className="flex w-full min-w-0 flex-col gap-3">
        {sections.map((section, nth) => {
          const name = t('nth', { nth: nth + 1, kind: t(`kind_${section.kind}`) });
          return (
            <li key={section.key} aria-label={name} className="flex min-w-0 flex-col gap-2 border-l-2 pl-3">
              <div className="flex min-w-0 items-center gap-1">
                <span className="w-16 shrink-0 truncate sm:w-24 text-sm font-medium">
                  {t(`kind_${section.kind}`)}
                </span>
                <Input
                  aria-label={t('partTitle')}
                  placeholder={t('partTitle')}
                  maxLength={120}
                  className="mr-1 flex-1"
                  value={readIn(section.title, language)}
                  onChange={({ target }) =>
                    patch(section.key, { title: withText(section.title, language, target.value) })
                  }
                />
                <IconButton
                  label={t('moveUp', { nth: nth + 1 })}
                  className="size-7"
                  disabled={nth === 0}
                  onClick={() => set(moved(sections, nth, nth - 1))}
                >
                  <ArrowUp className="size-3.5" aria-hidden />
                </IconButton>
                <IconButton
                  label={t('moveDown', { nth: nth + 1 })}
                  className="size-7"
                  disabled={nth === sections.length - 1}
                  onClick={() => set(moved(sections, nth, nth + 1))}
                >
                  <ArrowDown className="size-3.5" aria-hidden />
                </IconButton>
                <IconButton
                  label={t('remove', { nth: nth + 1 })}
                  className="size-7"
                  onClick={() => set(sections.filter(({ key }) => key !== section.key))}
                >
                  <X className="size-3.5" aria-hidden />
                </IconButton>
              </div>
              <SectionFields
                section={section}
                isWrong={(path) => problems.at(`content.sections.${nth}.${path}`)}
                onChange={(changed) => patch(section.key, changed)}
              />
            </li>
          );
        })}
      </ol>
      {sections.length === 0 && problems.at('content.sections') && (
        <p role="alert" className="text-xs text-bad">
          {t('noParts')}
        </p>
      )}
      <Menu
        trigger={
          <Button disabled={sections.length >= MAX_SECTIONS}>
            <Plus className="size-4 text-muted" aria-hidden />
            {t('addPart')}
          </Button>
        }
      >
        {SECTION_KINDS.map((kind) => (
          <MenuItem key={kind} onSelect={() => set(withNew(sections, kind))}>
            {t(`kind_${kind}`)}
          </MenuItem>
        ))}
      </Menu>
    </fieldset>
  );
}
