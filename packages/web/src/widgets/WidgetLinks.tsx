import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { ExternalLink } from 'lucide-react';
import { IconButton } from '../components/Button.tsx';
import { Menu, MenuItem } from '../components/Menu.tsx';
import { Tooltip } from '../components/Tooltip.tsx';
import { useLanguage, useTexts } from '../i18n/i18n.ts';
import { useWidgetSource } from './context.ts';
import { filledAddress, lookupIn } from './fill-variables.ts';
import { widgetTexts } from './texts.ts';

interface Link {
  label: string;
  href: string;
}

/** To another site it is a new window, which is not told where it was opened from. */
const open = ({ href }: Link) =>
  window.open(href, href.startsWith('/') ? '_self' : '_blank', 'noopener,noreferrer');

/** Where the author of a widget leads its readers: one link, or a menu of several. */
export function WidgetLinks({ widget }: { widget: ChartWidget }) {
  const t = useTexts(widgetTexts);
  const language = useLanguage();
  const { view, project } = useWidgetSource();
  const lookup = lookupIn(view);
  const links = widget.options.links
    .map(({ label, url }) => ({ label: readIn(label, language) || url, href: filledAddress(url, lookup) }))
    // Behind a share link no page of the product is open.
    .filter(({ href }) => project !== undefined || !href.startsWith('/'));
  const [only, ...others] = links;
  if (!only) return null;
  const icon = <ExternalLink className="size-3.5" aria-hidden />;
  if (others.length === 0) {
    return (
      <Tooltip content={only.label}>
        <a
          href={only.href}
          aria-label={only.label}
          {...(only.href.startsWith('/') ? {} : { target: '_blank', rel: 'noopener noreferrer' })}
          className="inline-flex size-6 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink"
        >
          {icon}
        </a>
      </Tooltip>
    );
  }
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('links', { title: readIn(widget.title, language) })} className="size-6">
          {icon}
        </IconButton>
      }
    >
      {links.map((link) => (
        <MenuItem key={`${link.label} ${link.href}`} onSelect={() => open(link)}>
          {link.label}
        </MenuItem>
      ))}
    </Menu>
  );
}
