import { useState } from 'react';
import { ApiFailure } from '../../api/failure.ts';
import { Boundary } from '../../components/Boundary.tsx';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorLine, ErrorState, PartError } from '../../components/ErrorState.tsx';
import { Panel, PanelSkeleton } from '../../components/Panel.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Example, Part } from '../Example.tsx';

const HALF = 420;
const failures = {
  offline: new ApiFailure(0, 'offline', 'No answer.'),
  forbidden: new ApiFailure(403, 'forbidden', 'Not allowed.'),
  busy: new ApiFailure(503, 'overloaded', 'Too much.'),
} as const;

/** While there is nothing, nothing yet, or something went wrong. */
export const PageStates = () => (
  <Part title="Empty, loading, broken">
    <Example name="Panel" width={HALF}>
      <Panel title="Requests" note="per 15 minutes">
        <p className="py-6 text-sm text-muted">What it holds.</p>
      </Panel>
    </Example>
    <Example name="PanelSkeleton of a chart" width={HALF}>
      <PanelSkeleton height={160} shape="chart" />
    </Example>
    <Example name="PanelSkeleton of rows" width={HALF}>
      <PanelSkeleton height={160} shape="rows" />
    </Example>
    <Example name="SkeletonRows" width={640}>
      <SkeletonRows rows={4} />
    </Example>
    <Example name="EmptyState" width={HALF}>
      <EmptyState title="No traces yet" action={<Button variant="primary">Connect an app</Button>}>
        Traces appear here within a second of the first span.
      </EmptyState>
    </Example>
    {Object.entries(failures).map(([name, failure]) => (
      <Example key={name} name={`ErrorState, ${name}`} width={HALF}>
        <ErrorState error={failure} onRetry={() => {}} />
      </Example>
    ))}
    <Example name="PartError" width={HALF}>
      <PartError error={failures.busy} onRetry={() => {}} />
    </Example>
    <Example name="ErrorLine" width={HALF}>
      <ErrorLine error={failures.forbidden} />
    </Example>
    <Example name="Boundary" width={HALF}>
      <Breaks />
    </Example>
  </Part>
);

function Breaks() {
  const [broken, setBroken] = useState(false);
  return (
    <Boundary resetOn={broken}>
      {broken ? <Thrown /> : <Button onClick={() => setBroken(true)}>Break this part</Button>}
    </Boundary>
  );
}
function Thrown(): never {
  throw new Error('This part of the page broke, on request.');
}
