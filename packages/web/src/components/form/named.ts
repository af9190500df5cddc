/** Something that can be chosen. */
export interface Named {
  value: string;
  label: string;
}

/** The name of a choice; its id where it has none, as of somebody who left. */
export const nameOf = (all: readonly Named[], value: string): string =>
  all.find((each) => each.value === value)?.label ?? value;
