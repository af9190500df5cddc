/** A JSON object of another system, of which only what is needed is known. */
export type Row = Readonly<Record<string, unknown>>;

/** Where Pharos takes things of one kind. */
export interface Door {
  path: string;
  /** In one request. */
  most: number;
  encode(values: readonly Row[]): unknown;
  /** What an answer says of the single things that it refused, all else being taken; undefined when it says nothing. */
  refused?(answer: unknown): readonly string[] | undefined;
  /** Why a success could not take something that it would take another time. */
  failed?(answer: unknown): string | undefined;
}

/** Things of one kind on their way to one door. */
export interface Load {
  /** As people call them: traces, scores. */
  kind: string;
  door: Door;
  values: readonly Row[];
}

/** A part of a list, as its source gives it. */
export interface Page {
  loads: readonly Load[];
  /** What the source gave that nobody can make sense of, and why. */
  unread?: readonly string[];
  /** Where the next page starts; undefined at the end. */
  next: string | undefined;
  /** How far the list is read with this page, where the source says so. */
  progress?: { read: number; of: number };
}

/** A list of the source that is read page by page, newest first or oldest first as the source has it. */
export interface List {
  /** Unique within an import, and the same whenever it is run again. */
  name: string;
  /** From where an earlier page said, or from the start. */
  page(position: string | undefined): Promise<Page>;
}
