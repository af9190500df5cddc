import type { SpanSkeleton } from '@pharos/core/api/spans';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, Copy } from 'lucide-react';
import { fullTraceQuery, spanQuery } from '../../api/telemetry.ts';
import { Button } from '../../components/Button.tsx';
import { useErrorText } from '../../components/ErrorState.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../components/Menu.tsx';
import { toast } from '../../components/Toast.tsx';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { curlOfTrace } from './copy.ts';
import { traceTexts } from './texts.ts';

/** Takes the step or the trace elsewhere: as a link, as JSON, as a command. */
export function CopyMenu({ traceId, span }: { traceId: string; span: SpanSkeleton | undefined }) {
  const t = useTexts(traceTexts);
  const c = useTexts(common);
  const errorText = useErrorText();
  const project = useProject();
  const client = useQueryClient();
  const copy = (make: () => string | Promise<string>) => async () => {
    try {
      await navigator.clipboard.writeText(await make());
      toast(c('copied'));
    } catch (error) {
      toast(errorText(error), 'bad');
    }
  };
  const address = (spanId?: string) => {
    const url = new URL(location.href);
    url.search = spanId ? `?span=${encodeURIComponent(spanId)}` : '';
    return url.href;
  };
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  const run = (make: () => string | Promise<string>) => () => void copy(make)();
  return (
    <Menu
      align="end"
      trigger={
        <Button>
          <Copy className="size-4 text-muted" aria-hidden />
          <span className="max-sm:sr-only">{c('copy')}</span>
          <ChevronDown className="size-3.5 text-muted" aria-hidden />
        </Button>
      }
    >
      {span && (
        <>
          <MenuItem onSelect={run(() => address(span.spanId))}>{t('copyLink')}</MenuItem>
          <MenuItem
            onSelect={run(async () =>
              json(await client.ensureQueryData(spanQuery(project, traceId, span.spanId))),
            )}
          >
            {t('copyJson')}
          </MenuItem>
          <MenuSeparator />
        </>
      )}
      <MenuItem onSelect={run(() => address())}>{t('copyTraceLink')}</MenuItem>
      <MenuItem onSelect={run(async () => json(await client.fetchQuery(fullTraceQuery(project, traceId))))}>
        {t('copyTraceJson')}
      </MenuItem>
      <MenuItem onSelect={run(() => curlOfTrace(location.origin, traceId))}>{t('copyCurl')}</MenuItem>
    </Menu>
  );
}
