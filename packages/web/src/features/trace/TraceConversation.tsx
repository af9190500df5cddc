import { conversationOf } from '@pharos/core/conversation';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fullTraceQuery } from '../../api/telemetry.ts';
import { Conversation } from '../../components/conversation/Conversation.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { useProject } from '../../use-project.ts';

/** The whole trace retold. Loads the text of all steps, so only when it is looked at. */
export function TraceConversation({
  traceId,
  onSelect,
}: {
  traceId: string;
  onSelect: (spanId: string) => void;
}) {
  const query = useQuery(fullTraceQuery(useProject(), traceId));
  const turns = useMemo(() => conversationOf(query.data?.spans ?? []), [query.data]);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={8} />;
  return <Conversation turns={turns} onOpenStep={(_, spanId) => onSelect(spanId)} />;
}
