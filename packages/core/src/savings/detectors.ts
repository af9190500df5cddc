import type { Gathered } from './facts.ts';
import { grownPrompts } from './find-grown-prompts.ts';
import { histories } from './find-histories.ts';
import { prefixes } from './find-prefixes.ts';
import { shortTasks } from './find-short-tasks.ts';
import { abandoned, retries } from './find-waste.ts';
import type { Detector, DetectorName, Found, Terms } from './suggestion.ts';

/** As whoever looks at all sees them: what each needs is checked before it looks. */
interface AnyDetector {
  name: DetectorName;
  needs: readonly (keyof Gathered)[];
  find(gathered: Partial<Gathered>, terms: Terms): Found[];
}

const whenGathered = <Needs extends keyof Gathered>({ name, needs, find }: Detector<Needs>): AnyDetector => ({
  name,
  needs,
  find: (gathered, terms) =>
    needs.every((fact) => gathered[fact] !== undefined) ? find(gathered as Pick<Gathered, Needs>, terms) : [],
});

const ALL: readonly AnyDetector[] = [
  whenGathered(prefixes),
  whenGathered(histories),
  whenGathered(shortTasks),
  whenGathered(retries),
  whenGathered(abandoned),
  whenGathered(grownPrompts),
];

export interface Detected extends Found {
  detector: DetectorName;
}

/** What each detector needs, to say what a fact that could not be read keeps from being seen. */
export const needsOf: readonly { detector: DetectorName; needs: readonly (keyof Gathered)[] }[] = ALL.map(
  ({ name, needs }) => ({ detector: name, needs }),
);

/** What all detectors find in what could be gathered; one whose facts are not there finds nothing. */
export const detect = (gathered: Partial<Gathered>, terms: Terms): Detected[] =>
  ALL.flatMap((detector) =>
    detector.find(gathered, terms).map((found) => ({ ...found, detector: detector.name })),
  );
