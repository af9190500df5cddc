import type { DeliveryState as State } from '@pharos/core/channels/outcome';
import { Badge, type Tone } from '../../../components/Badge.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { channelTexts } from './texts.ts';

const TONES: Record<State, Tone> = { waiting: 'warn', sending: 'accent', delivered: 'good', dead: 'bad' };

export const DeliveryState = ({ state }: { state: State }) => (
  <Badge tone={TONES[state]}>{useTexts(channelTexts)(`state_${state}`)}</Badge>
);
