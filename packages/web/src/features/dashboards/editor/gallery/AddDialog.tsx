import type { Tab } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { useDeferredValue, useState } from 'react';
import { Button } from '../../../../components/Button.tsx';
import { Dialog } from '../../../../components/Dialog.tsx';
import type { PickerGroup } from '../../../../components/picker-list.ts';
import { common } from '../../../../i18n/common.ts';
import { useLanguage, useTexts } from '../../../../i18n/i18n.ts';
import { useMarkName } from '../../../../i18n/mark-names.ts';
import { useMetricName } from '../../../../i18n/metric-names.ts';
import { titleFor } from '../../../../widgets/asking/title.ts';
import { WidgetPanel } from '../../../../widgets/WidgetPanel.tsx';
import { useAddress } from '../../view/address.ts';
import { announce } from '../announce.ts';
import { addWidget, freshId, type NewWidget } from '../edits.ts';
import type { Editor } from '../use-editor.ts';
import { GalleryList } from './GalleryList.tsx';
import { OFFERS, type Offer, previewOf, taken } from './offers.ts';
import { galleryTexts } from './texts.ts';

interface AddDialogProps {
  editor: Editor;
  tab: Tab;
  onClose: () => void;
}

/** A chart that is only a beginning is called by what it asks, and so goes on being called. */
const named = (widget: NewWidget, { from }: Offer): NewWidget =>
  from === 'mark' && widget.kind === 'chart' ? { ...widget, title: titleFor(widget) } : widget;

/** What can be added to a dashboard, found by typing, with a look at it in the reader's own data. */
export function AddDialog({ editor, tab, onClose }: AddDialogProps) {
  const t = useTexts(galleryTexts);
  const c = useTexts(common);
  const language = useLanguage();
  const [, set] = useAddress();
  const groups = useGalleryGroups();
  const [chosen, setChosen] = useState('mark bars');
  // Looking is dearer than going through the list: it follows when there is time.
  const looked = useDeferredValue(chosen);
  const shown = OFFERS.find(({ id }) => id === looked);
  const aboutOf = ({ from }: Offer): string =>
    typeof from === 'string' ? t(`about_${from}`) : t('fromReady', { title: readIn(from.title, language) });
  const add = (offer: Offer | undefined) => {
    if (!offer) return;
    const id = freshId(editor.document, Math.random);
    editor.change(addWidget(tab.id, named(taken(offer, id), offer), offer.size));
    // What Pharos brings is complete; the rest is begun here and finished beside the dashboard.
    if (typeof offer.from === 'string') set({ widget: id, panel: undefined }, { replace: true });
    announce(t('added'));
    onClose();
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" onClick={() => add(OFFERS.find(({ id }) => id === chosen))}>
            {t('add')}
          </Button>
        </>
      }
    >
      <div className="grid h-[22rem] grid-cols-1 gap-5 sm:grid-cols-[15rem_minmax(0,1fr)]">
        <GalleryList
          label={t('title')}
          groups={groups}
          chosen={chosen}
          onChoose={setChosen}
          onTake={(id) => add(OFFERS.find((offer) => offer.id === id))}
        />
        <div className="min-w-0 max-sm:hidden">
          {shown && <Preview key={shown.id} offer={shown} about={aboutOf(shown)} />}
        </div>
      </div>
    </Dialog>
  );
}

function Preview({ offer, about }: { offer: Offer; about: string }) {
  const t = useTexts(galleryTexts);
  const widget = previewOf(offer);
  return (
    <div inert className="flex h-full flex-col gap-2">
      {widget.kind === 'chart' ? (
        <WidgetPanel widget={widget} height={240} />
      ) : (
        <p className="py-8 text-center text-muted">{t(`what_${widget.kind}`)}</p>
      )}
      <p className="mt-auto text-xs text-muted">{about}</p>
    </div>
  );
}

/** The offers in the language of the page. */
function useGalleryGroups(): PickerGroup[] {
  const t = useTexts(galleryTexts);
  const language = useLanguage();
  const mark = useMarkName();
  const metric = useMetricName();
  const titles = new Map<string, Offer[]>();
  for (const offer of OFFERS) {
    const title = typeof offer.from === 'string' ? t(offer.from) : readIn(offer.from.title, language);
    titles.set(title, [...(titles.get(title) ?? []), offer]);
  }
  return [...titles].map(([title, offers]) => ({
    title,
    items: offers.map(({ id, from, widget }) => {
      if (widget.kind !== 'chart') return { value: id, label: t(widget.kind) };
      const words = `${mark(widget.mark)} ${widget.metrics.map(metric).join(' ')}`;
      return from === 'mark'
        ? { value: id, label: mark(widget.mark), words }
        : { value: id, label: readIn(widget.title, language), words };
    }),
  }));
}
