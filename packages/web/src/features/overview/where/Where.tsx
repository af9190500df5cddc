import { CostliestUsers } from './CostliestUsers.tsx';
import { FreshErrors } from './FreshErrors.tsx';
import type { WhereProps } from './rows.ts';
import { SlowestAgents } from './SlowestAgents.tsx';
import { TopMovers } from './TopMovers.tsx';

/** Where to look: what moved the cost, what is slow, who costs, what goes wrong anew. */
export const Where = (props: WhereProps) => (
  <div className="grid grid-cols-1 gap-x-8 gap-y-3 border-t pt-1 sm:grid-cols-2 xl:grid-cols-4">
    <TopMovers {...props} />
    <SlowestAgents {...props} />
    <CostliestUsers {...props} />
    <FreshErrors range={props.range} />
  </div>
);
