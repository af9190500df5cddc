export interface Stage {
  key: string;
  label: string;
  value: number;
  group?: readonly string[];
}

export interface FunnelStage extends Stage {
  /** Share of the first stage, and of the one before; 1 for the first. Null where that one is nothing. */
  ofFirst: number | null;
  ofPrevious: number | null;
  /** What did not come this far from the stage before. */
  lost: number;
  y: number;
  height: number;
  /** Of the bar, from the plot's left edge. */
  width: number;
}

export interface FunnelRoom {
  width: number;
  height: number;
  labelRoom: number;
}

const ROW = 44;

/** Stages below each other, each as wide as its share of the largest. */
export function layoutFunnel(
  stages: readonly Stage[],
  { width, height, labelRoom }: FunnelRoom,
): FunnelStage[] {
  const most = Math.max(0, ...stages.map(({ value }) => value));
  const each = Math.min(ROW, height / Math.max(1, stages.length));
  const first = stages[0]?.value ?? 0;
  const plot = Math.max(1, width - labelRoom);
  const share = (value: number, of: number) => (of > 0 ? value / of : null);
  return stages.map((stage, nth) => {
    const before = stages[nth - 1]?.value;
    return {
      ...stage,
      ofFirst: nth === 0 ? 1 : share(stage.value, first),
      ofPrevious: before === undefined ? 1 : share(stage.value, before),
      lost: before === undefined ? 0 : Math.max(0, before - stage.value),
      y: nth * each,
      height: each,
      width: most > 0 ? Math.max(stage.value > 0 ? 1.5 : 0, (Math.max(0, stage.value) / most) * plot) : 0,
    };
  });
}
