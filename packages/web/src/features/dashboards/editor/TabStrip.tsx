import type { Tab } from '@pharos/core/dashboards/dashboard';
import { readIn, withText } from '@pharos/core/local-text';
import { ArrowLeft, ArrowRight, Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { cx } from '../../../components/cx.ts';
import { Menu, MenuItem, MenuSeparator } from '../../../components/Menu.tsx';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useAddress } from '../view/address.ts';
import { addTab, changeTab, freshId, removeTab, shiftTab } from './edits.ts';
import { NameDialog } from './NameDialog.tsx';
import { editorTexts } from './texts.ts';
import type { Editor } from './use-editor.ts';

const MOST_TABS = 12;

interface TabStripProps {
  editor: Editor;
  chosen: string | undefined;
}

/** The tabs of a dashboard, to be chosen, named, ordered, added and removed. */
export function TabStrip({ editor, chosen }: TabStripProps) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const [, set] = useAddress();
  const { document, change } = editor;
  const add = () => {
    const id = freshId(document, Math.random);
    change(addTab({ id, title: t('newTab'), widgets: [] }));
    set({ tab: id, widget: undefined }, { replace: true });
  };
  return (
    <nav aria-label={t('tabs')} className="scroll-thin flex items-end gap-5 overflow-x-auto border-b">
      {document.tabs.map((tab, nth) => (
        <span
          key={tab.id}
          className={cx(
            '-mb-px flex shrink-0 items-center gap-1 border-b-2',
            tab.id === chosen ? 'border-accent' : 'border-transparent',
          )}
        >
          <button
            type="button"
            aria-current={tab.id === chosen ? 'page' : undefined}
            onClick={() => set({ tab: tab.id, widget: undefined }, { replace: true })}
            className={cx(
              'py-1.5 text-sm whitespace-nowrap focus-visible:-outline-offset-2',
              tab.id === chosen ? 'font-medium text-ink' : 'text-muted hover:text-ink',
            )}
          >
            {readIn(tab.title, language) || tab.id}
          </button>
          {tab.id === chosen && <TabMenu editor={editor} tab={tab} nth={nth} />}
        </span>
      ))}
      {document.tabs.length < MOST_TABS && (
        <IconButton label={t('addTab')} onClick={add} className="!size-7">
          <Plus className="size-4" aria-hidden />
        </IconButton>
      )}
    </nav>
  );
}

interface TabMenuProps {
  editor: Editor;
  tab: Tab;
  nth: number;
}

function TabMenu({ editor: { document, change }, tab, nth }: TabMenuProps) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const [, set] = useAddress();
  const [dialog, setDialog] = useState<'name' | 'remove'>();
  const title = readIn(tab.title, language) || tab.id;
  const close = () => setDialog(undefined);
  const count = tab.widgets.length;
  const remove = () => {
    close();
    change(removeTab(tab.id));
    set({ tab: undefined, widget: undefined }, { replace: true });
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('tabMenu', { title })} className="!size-6">
            <Ellipsis className="size-3.5" aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setDialog('name')}>
          {t('rename')}
        </MenuItem>
        <MenuItem
          icon={<ArrowLeft aria-hidden />}
          disabled={nth === 0}
          onSelect={() => change(shiftTab(tab.id, -1))}
        >
          {t('tabLeft')}
        </MenuItem>
        <MenuItem
          icon={<ArrowRight aria-hidden />}
          disabled={nth === document.tabs.length - 1}
          onSelect={() => change(shiftTab(tab.id, 1))}
        >
          {t('tabRight')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          danger
          icon={<Trash2 aria-hidden />}
          disabled={document.tabs.length === 1}
          onSelect={() => (count === 0 ? remove() : setDialog('remove'))}
        >
          {t('removeTab')}
        </MenuItem>
      </Menu>
      {dialog === 'name' && (
        <NameDialog
          title={t('rename')}
          label={t('tabName')}
          value={title}
          onClose={close}
          onName={(name) => change(changeTab(tab.id, { title: withText(tab.title, language, name) }))}
        />
      )}
      <ConfirmDialog
        open={dialog === 'remove'}
        onClose={close}
        title={t('removeTabTitle', { title })}
        action={t('removeTab')}
        busy={false}
        error={undefined}
        onConfirm={remove}
      >
        {t('removeTabHint', { count })}
      </ConfirmDialog>
    </>
  );
}
