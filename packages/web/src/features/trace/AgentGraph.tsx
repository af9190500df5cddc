import { useTexts } from '../../i18n/i18n.ts';
import '@xyflow/react/dist/base.css';
import { agentPathOf } from '@pharos/core/agent-path';
import type { SpanSkeleton } from '@pharos/core/api/spans';
import type { TraceNode } from '@pharos/core/trace-tree';
import {
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
} from '@xyflow/react';
import { useMemo } from 'react';
import { cx } from '../../components/cx.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { KindIcon, kindColor } from '../../components/KindIcon.tsx';
import { useFormat } from '../../format/use-format.ts';
import { common } from '../../i18n/common.ts';
import { NODE_HEIGHT, NODE_WIDTH, type PlacedEdge, type PlacedNode, placePath } from './graph-layout.ts';
import { traceTexts } from './texts.ts';

type StepNode = Node<{ step: PlacedNode }, 'step'>;
type PathLine = Edge<{ placed: PlacedEdge }, 'way'>;

function Step({ data: { step }, selected }: NodeProps<StepNode>) {
  const t = useTexts(traceTexts);
  const c = useTexts(common);
  const format = useFormat();
  return (
    <div
      className={cx(
        'relative flex flex-col justify-center rounded-md border bg-raised px-2.5 text-sm',
        selected ? 'border-accent' : step.errors > 0 ? 'border-bad' : 'border-line-strong',
      )}
      style={{ width: NODE_WIDTH, height: NODE_HEIGHT }}
    >
      <Handle type="target" position={Position.Left} className="invisible" />
      <p className="flex items-center gap-1.5">
        <KindIcon kind={step.kind} />
        <span className="truncate font-medium" title={step.label}>
          {step.merged > 0 ? t('merged', { count: step.merged }) : step.label}
        </span>
      </p>
      <p className="figures flex gap-2 text-xs text-muted">
        <span>{t('calls', { count: step.count, shown: format.count(step.count) })}</span>
        <span>{format.duration(step.totalMs)}</span>
        {step.errors > 0 && <span className="text-bad">{c('errorCount', { count: step.errors })}</span>}
      </p>
      <span
        aria-hidden
        className="absolute bottom-0 left-0 h-[3px] rounded-b-md"
        style={{ width: `${step.weight * 100}%`, background: kindColor(step.kind) }}
      />
      <Handle type="source" position={Position.Right} className="invisible" />
    </div>
  );
}

function Way({ id, data, label, style, markerEnd, labelStyle, labelBgStyle }: EdgeProps<PathLine>) {
  if (!data) return null;
  const { path, labelX, labelY } = data.placed;
  return (
    <BaseEdge
      id={id}
      path={path}
      label={label}
      labelX={labelX}
      labelY={labelY}
      {...(style ? { style } : {})}
      {...(markerEnd ? { markerEnd } : {})}
      {...(labelStyle ? { labelStyle } : {})}
      {...(labelBgStyle ? { labelBgStyle } : {})}
    />
  );
}

const nodeTypes = { step: Step };
const edgeTypes = { way: Way };

interface AgentGraphProps {
  nodes: readonly TraceNode<SpanSkeleton>[];
  onSelect: (spanId: string) => void;
}

/** The way through agents, models and tools; lines as thick as the time spent, numbered in the order first taken. */
export function AgentGraph({ nodes, onSelect }: AgentGraphProps) {
  const t = useTexts(traceTexts);
  const placed = useMemo(() => placePath(agentPathOf(nodes)), [nodes]);
  const flowNodes = useMemo(
    (): StepNode[] =>
      placed.nodes.map((step) => ({
        id: step.id,
        type: 'step',
        position: { x: step.x, y: step.y },
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        data: { step },
      })),
    [placed],
  );
  const flowEdges = useMemo(
    (): PathLine[] =>
      placed.edges.map((edge) => {
        const stroke = edge.errors > 0 ? 'var(--bad-mark)' : 'var(--line-strong)';
        return {
          id: JSON.stringify([edge.from, edge.to]),
          type: 'way',
          data: { placed: edge },
          source: edge.from,
          target: edge.to,
          label: edge.count > 1 ? `${edge.first} · ×${edge.count}` : String(edge.first),
          style: { stroke, strokeWidth: edge.width },
          markerEnd: {
            type: MarkerType.ArrowClosed,
            color: stroke,
            width: 14,
            height: 14,
            markerUnits: 'userSpaceOnUse',
          },
          labelStyle: { fill: 'var(--muted)', fontSize: 11 },
          labelBgStyle: { fill: 'var(--surface)' },
        };
      }),
    [placed],
  );
  if (placed.nodes.length === 0) return <EmptyState title={t('pathEmpty')} />;
  return (
    <ReactFlow
      className="bg-surface [--xy-attribution-background-color:transparent] [&_.react-flow__attribution_a]:text-ink! [&_.react-flow__controls-button]:flex [&_.react-flow__controls-button]:size-7 [&_.react-flow__controls-button]:items-center [&_.react-flow__controls-button]:justify-center [&_.react-flow__controls-button]:border [&_.react-flow__controls-button]:bg-raised [&_.react-flow__controls-button_svg]:size-3 [&_.react-flow__controls-button_svg]:fill-current"
      nodes={flowNodes}
      edges={flowEdges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodeClick={(_, node) => onSelect(node.data.step.spanId)}
      nodesDraggable={false}
      nodesConnectable={false}
      fitView
      fitViewOptions={{ minZoom: 0.8, maxZoom: 1, padding: 0.04 }}
      minZoom={0.2}
      maxZoom={1.5}
    >
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}
