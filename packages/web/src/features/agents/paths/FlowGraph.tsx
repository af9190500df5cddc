import type { ApiPaths } from '@pharos/core/api/paths';
import { END, START } from '@pharos/core/paths/flow';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { placeGraph } from '../../../components/graph/place.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { StepBox, strokeOf, WayLabel } from './flow-parts.tsx';
import { useFlowWords } from './flow-words.ts';
import {
  END_HEIGHT,
  END_WIDTH,
  type FlowColor,
  isEnd,
  NODE_HEIGHT,
  NODE_WIDTH,
  type ShownFlow,
  type Stop,
  stopKey,
  stopsOf,
  type Walk,
  wayKey,
  waysOf,
} from './shown-flow.ts';
import { pathsTexts } from './texts.ts';

/** Between two steps: the figures of a way stand there. */
const LABEL_ROOM = 100;
/** Where there is little room the drawing is so much smaller at most, and scrolls. */
const SMALLEST = 0.72;

interface FlowGraphProps {
  paths: ApiPaths;
  flow: ShownFlow;
  /** A larger flow in which this one keeps its places, so that two can be compared. */
  among?: ShownFlow;
  color: FlowColor;
  /** What is looked at in the panel beside. */
  selected?: Stop | undefined;
  /** Opens the runs behind a step or a way. */
  onOpen: (stop: Stop) => void;
  walk?: Walk | undefined;
}

/** The steps of an agent and how often one came after another; ways as thick as the runs that took them. */
export function FlowGraph({ paths, flow, among = flow, color, selected, onOpen, walk }: FlowGraphProps) {
  const t = useTexts(pathsTexts);
  const words = useFlowWords();
  const box = useRef<SVGSVGElement>(null);
  const stops = useMemo(() => stopsOf(flow), [flow]);
  const [at, setAt] = useState(0);
  const placed = useMemo(() => {
    const boxes = [START, ...among.steps.map(({ id }) => id), END].map((id) => ({
      id,
      width: isEnd(id) ? END_WIDTH : NODE_WIDTH,
      height: isEnd(id) ? END_HEIGHT : NODE_HEIGHT,
    }));
    const graph = placeGraph(boxes, among.ways, LABEL_ROOM);
    return {
      ...graph,
      lineOf: new Map(among.ways.map(({ from, to }, i) => [wayKey(from, to), graph.lines[i]])),
    };
  }, [among]);
  const walked = useMemo(() => (walk ? waysOf(walk) : undefined), [walk]);
  const slowest = Math.max(1, ...flow.ways.map(({ p95Ms }) => p95Ms ?? 0));
  const most = Math.max(1, ...flow.ways.map(({ runs }) => runs));
  const chosen = selected && stopKey(selected);

  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key] ?? 0;
    const stop = stops[at];
    if ((event.key === 'Enter' || event.key === ' ') && stop) {
      event.preventDefault();
      onOpen(stop);
    }
    if (by === 0) return;
    event.preventDefault();
    const next = (at + by + stops.length) % stops.length;
    setAt(next);
    box.current?.querySelector<SVGElement>(`[data-stop="${next}"]`)?.focus();
  };
  const stopProps = (stop: Stop, label: string) => {
    const nth = stops.findIndex((each) => stopKey(each) === stopKey(stop));
    return {
      role: 'button',
      'data-stop': nth,
      tabIndex: nth === Math.min(at, stops.length - 1) ? 0 : -1,
      'aria-label': label,
      'aria-pressed': chosen === stopKey(stop),
      onClick: () => onOpen(stop),
      onFocus: () => setAt(nth),
      className: 'cursor-pointer outline-none',
    };
  };
  const last = walk?.taken.at(-1);
  const length = walk?.taken.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each step of a walk, also back to where it was
  useEffect(() => {
    if (last === undefined) return;
    const steps = box.current?.querySelectorAll<SVGGElement>('[data-step]') ?? [];
    const shown = [...steps].find(({ dataset }) => dataset.step === last);
    shown?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
  }, [last, length]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg
      ref={box}
      role="group"
      aria-label={t('graph')}
      viewBox={`0 0 ${placed.width} ${placed.height}`}
      style={{ maxWidth: placed.width, minWidth: placed.width * SMALLEST }}
      className="mx-auto block w-full font-sans"
      onKeyDown={onKeyDown}
    >
      <defs>
        <marker
          id="way-end"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0.5 8 4 0 7.5z" fill="context-stroke" />
        </marker>
      </defs>
      {flow.ways.map((way) => {
        const key = wayKey(way.from, way.to);
        const line = placed.lineOf.get(key);
        if (!line) return null;
        const isWalked = walked?.has(key) ?? false;
        const isChosen = chosen === key;
        return (
          <g key={key} className="group">
            <title>{words.way(paths, way)}</title>
            <g aria-hidden>
              <path
                d={line.path}
                fill="none"
                stroke={isWalked || isChosen ? 'var(--accent)' : strokeOf(way, color, slowest)}
                strokeWidth={1.25 + 5 * Math.sqrt(way.runs / most)}
                strokeOpacity={walked && !isWalked ? 0.25 : 1}
                markerEnd="url(#way-end)"
                className="transition-[stroke-opacity] duration-150 group-hover:stroke-(--accent) group-has-[:focus-visible]:stroke-(--accent) motion-reduce:transition-none"
              />
              <WayLabel way={way} line={line} color={color} isFaded={walked !== undefined && !isWalked} />
            </g>
            <path
              {...stopProps({ step: way.to, after: way.from }, words.way(paths, way))}
              d={line.path}
              fill="none"
              stroke="transparent"
              strokeWidth={16}
            />
          </g>
        );
      })}
      {[START, END].map((id) => {
        const { x = 0, y = 0 } = placed.corners.get(id) ?? {};
        return (
          <g key={id} transform={`translate(${x},${y})`}>
            <rect
              width={END_WIDTH}
              height={END_HEIGHT}
              rx={END_HEIGHT / 2}
              className="fill-sunken stroke-line-strong"
            />
            <text
              x={END_WIDTH / 2}
              y={END_HEIGHT / 2}
              dy="0.34em"
              textAnchor="middle"
              className="fill-muted text-xs"
            >
              {words.name(paths, id)}
            </text>
          </g>
        );
      })}
      {flow.steps.map((step) => {
        const { x = 0, y = 0 } = placed.corners.get(step.id) ?? {};
        return (
          <g key={step.id} data-step={step.id} transform={`translate(${x},${y})`} className="group">
            <title>{words.step(paths, step)}</title>
            <StepBox
              step={step}
              isChosen={chosen === step.id || last === step.id}
              isFaded={walk ? !walk.taken.includes(step.id) : false}
            />
            <rect
              {...stopProps({ step: step.id }, words.step(paths, step))}
              width={NODE_WIDTH}
              height={NODE_HEIGHT}
              fill="transparent"
            />
          </g>
        );
      })}
    </svg>
  );
}
