import type { View } from '@pharos/core/dashboards/widget-question';
import { chosenValues } from '@pharos/core/dashboards/widget-question';

/** What stands for a variable in a text; undefined when there is none of that name. */
export type Lookup = (name: string) => readonly string[] | undefined;

export const lookupIn =
  (view: View): Lookup =>
  (name) => {
    const variable = view.variables.find((each) => each.name === name);
    return variable && chosenValues(view, variable);
  };

const NAMED = /\$([a-z][A-Za-z0-9]{0,31})/g;

/** A text with the values of variables in the place of `$name`; `all` where one has no value. */
export const filledText = (text: string, lookup: Lookup, all: string): string =>
  text.replace(NAMED, (written, name: string) => {
    const values = lookup(name);
    return values === undefined ? written : values.join(', ') || all;
  });

/** The same for an address: values can be no more than a part of it, whatever they hold. */
export const filledAddress = (address: string, lookup: Lookup): string =>
  address.replace(NAMED, (written, name: string) => {
    const values = lookup(name);
    return values === undefined ? written : encodeURIComponent(values.join(','));
  });

/** A node of a parsed markdown document, as far as it matters here. */
interface MarkdownNode {
  type: string;
  value?: string;
  url?: string;
  children?: MarkdownNode[];
}

/**
 * Puts the values of variables into a markdown document that is parsed already: whatever a value holds, it is text and
 * makes no link, no picture and no heading.
 */
export const fillMarkdown = (lookup: Lookup, all: string) => () => (root: MarkdownNode) => {
  const fill = (node: MarkdownNode): void => {
    if (node.value !== undefined && node.type !== 'html') node.value = filledText(node.value, lookup, all);
    if (node.url !== undefined) node.url = filledAddress(node.url, lookup);
    for (const child of node.children ?? []) fill(child);
  };
  fill(root);
};
