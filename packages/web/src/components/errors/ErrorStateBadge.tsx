import type { ErrorState } from '@pharos/core/errors/standing';
import { useTexts } from '../../i18n/i18n.ts';
import { Badge, type Tone } from '../Badge.tsx';
import { errorWords } from './texts.ts';

const TONES: Record<ErrorState, Tone> = {
  new: 'warn',
  ongoing: 'neutral',
  resolved: 'good',
  regressed: 'bad',
};

/** Whether an error is new, goes on, is resolved or came back. */
export const ErrorStateBadge = ({ state }: { state: ErrorState }) => (
  <Badge tone={TONES[state]}>{useTexts(errorWords)(state)}</Badge>
);
