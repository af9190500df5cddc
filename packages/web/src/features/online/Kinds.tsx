import type { LiveItems } from '@pharos/core/api/live';
import type { TopicView } from '@pharos/core/live/view';
import { BarList } from '../../charts/lists/BarList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Absent } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { KINDS, type Kind } from './conditions.ts';
import { onlineTexts } from './texts.ts';

const SHOWN = 5;

interface KindsProps {
  topic: TopicView<LiveItems['users']> | undefined;
  onChoose: (kind: Kind, value: string) => void;
}

/** How many are online of each kind; a value, chosen, shows only them. */
export function Kinds({ topic, onChoose }: KindsProps) {
  const t = useTexts(onlineTexts);
  const format = useFormat();
  return KINDS.map((kind) => {
    const values = (topic?.items.get(kind) ?? []).slice(0, SHOWN);
    return (
      <Panel key={kind} title={t('by', { name: t(`name_${kind}`) })} className="border-t pt-2">
        <BarList
          label={t('by', { name: t(`name_${kind}`) })}
          items={values.map(({ value, users }) => ({
            key: value,
            value: users,
            figure: format.count(users),
            label: value ? (
              <button
                type="button"
                title={value}
                className="max-w-full truncate hover:underline"
                onClick={() => onChoose(kind, value)}
              >
                {kind === 'state' && (value === 'active' || value === 'idle') ? t(value) : value}
              </button>
            ) : (
              <Absent />
            ),
          }))}
        />
      </Panel>
    );
  });
}
