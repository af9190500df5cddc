import { FileText, Image as ImageIcon, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../Button.tsx';
import { isEmbeddedImage, webUrl } from './safe-url.ts';
import { contentTexts } from './texts.ts';

interface MediaProps {
  type: 'image' | 'audio' | 'file';
  url?: string | undefined;
  name?: string | undefined;
  mediaType?: string | undefined;
}

const ICONS = { image: ImageIcon, audio: Volume2, file: FileText };

/**
 * A stand-in for what a message carried. A picture inside the recording is shown on demand; one that lies elsewhere is
 * never fetched into the page, only opened beside it: its address belongs to whoever wrote the text.
 */
export function Media({ type, url, name, mediaType }: MediaProps) {
  const t = useTexts(contentTexts);
  const format = useFormat();
  const [loaded, setLoaded] = useState(false);
  const address = webUrl(url);
  const embedded = isEmbeddedImage(url);
  const Icon = ICONS[type];
  if (loaded && embedded) {
    return <img src={url} alt={name ?? t('image')} className="my-1 max-h-96 max-w-full rounded-md border" />;
  }
  const where = address
    ? address.host
    : embedded
      ? t('embedded', { size: `${format.compact(Math.round((url.length * 3) / 4))}B` })
      : url
        ? t('blocked')
        : t('absent');
  return (
    <span className="my-1 inline-flex max-w-full items-center gap-2 rounded-md border bg-sunken px-2.5 py-1.5 text-sm">
      <Icon className="size-4 shrink-0 text-muted" aria-hidden />
      <span className="shrink-0">{name ?? t(type)}</span>
      {mediaType && <span className="shrink-0 font-mono text-xs text-muted">{mediaType}</span>}
      <span className="min-w-0 truncate text-xs text-muted">{where}</span>
      {type === 'image' && embedded && (
        <Button className="h-6 px-2 text-xs" onClick={() => setLoaded(true)}>
          {t('load')}
        </Button>
      )}
      {address && (
        <a
          href={address.href}
          title={t('loadHint', { host: address.host })}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-xs text-accent hover:underline"
        >
          {t('openBeside')}
        </a>
      )}
    </span>
  );
}
