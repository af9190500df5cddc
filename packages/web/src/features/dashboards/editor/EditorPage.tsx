import type { StoredDashboard } from '@pharos/core/api/dashboards';
import { readIn } from '@pharos/core/local-text';
import { useMemo, useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { Page } from '../../../shell/Page.tsx';
import { PageTimeContext } from '../../../use-time-range.ts';
import { ProjectWidgets } from '../../../widgets/ProjectWidgets.tsx';
import { otherProject, useValues } from '../variables/use-values.ts';
import { VariableBar } from '../variables/VariableBar.tsx';
import { useAddress } from '../view/address.ts';
import { chosenTab } from '../view/DashboardBody.tsx';
import { usePageClock } from '../view/use-page-clock.ts';
import { useAnnounced } from './announce.ts';
import { EditGrid } from './EditGrid.tsx';
import { EditorBar } from './EditorBar.tsx';
import { EditorPanel } from './EditorPanel.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { TabStrip } from './TabStrip.tsx';
import { editorTexts } from './texts.ts';
import { useClipboard } from './use-clipboard.ts';
import { type Editor, useEditor } from './use-editor.ts';
import { useWidgetActions } from './use-widget-actions.ts';

/** A dashboard as it is changed. What is looked at does not move on by itself meanwhile. */
export function EditorPage({ stored }: { stored: StoredDashboard }) {
  const t = useTexts(editorTexts);
  const language = useLanguage();
  const editor = useEditor(stored);
  const { document } = editor;
  const chosen = useValues(document.variables);
  const { nowMs } = usePageClock(0);
  const time = useMemo(() => ({ opensWith: document.range, nowMs }), [document.range, nowMs]);
  const title = readIn(document.title, language);
  return (
    <PageTimeContext value={time}>
      <ProjectWidgets
        project={otherProject(document.variables, chosen.values)}
        variables={document.variables}
        values={chosen.values}
      >
        <Page
          fill
          title={t('editing', { title })}
          heading={
            <>
              {title} <span className="font-normal text-muted">· {t('inEditor')}</span>
            </>
          }
          actions={<EditorBar editor={editor} stored={stored} />}
        >
          <div className="flex h-full min-h-0">
            <div data-scroller className="scroll-thin min-w-0 flex-1 overflow-y-auto px-4 pt-3 pb-16 sm:px-5">
              <div className="flex flex-col gap-3">
                <DraftNotice editor={editor} stored={stored} />
                <VariableBar {...chosen} />
                <Tabs editor={editor} />
              </div>
            </div>
            <EditorPanel editor={editor} />
          </div>
          <Announcer />
          <LeaveDialog editor={editor} stored={stored} />
        </Page>
      </ProjectWidgets>
    </PageTimeContext>
  );
}

function Tabs({ editor }: { editor: Editor }) {
  const [{ tab: id, widget }] = useAddress();
  const tab = chosenTab(editor.document, id);
  return (
    <>
      <TabStrip editor={editor} chosen={tab?.id} />
      {tab && <TabGrid key={tab.id} editor={editor} tab={tab} selected={widget} />}
    </>
  );
}

type TabGridProps = Omit<Parameters<typeof EditGrid>[0], 'actions'>;

function TabGrid(props: TabGridProps) {
  const actions = useWidgetActions(props.editor, props.tab);
  useClipboard(props.editor, props.tab, actions);
  return <EditGrid {...props} actions={actions} />;
}

/** Changes of an earlier visit that were not saved. */
function DraftNotice({ editor, stored }: { editor: Editor; stored: StoredDashboard }) {
  const t = useTexts(editorTexts);
  const format = useFormat();
  const [at] = useState(editor.restoredFrom);
  if (editor.restoredFrom === undefined || at === undefined) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-accent-soft px-3 py-1.5 text-sm"
    >
      <span className="min-w-0 flex-1">{t('draftTitle', { when: format.dateTime(Date.parse(at)) })}</span>
      <Button variant="quiet" className="!h-7" onClick={() => editor.adopt(stored)}>
        {t('discard')}
      </Button>
    </div>
  );
}

function Announcer() {
  const said = useAnnounced();
  return (
    <p aria-live="assertive" className="sr-only">
      {said}
    </p>
  );
}
