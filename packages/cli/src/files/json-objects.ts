const OPEN = 0x7b;
const CLOSE = 0x7d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What may stand between objects: of a list, of lines, or nothing. */
const BETWEEN = /^[\s,[\]\uFEFF]*$/;

/** What is not of the form that its name says, in words. */
export class BadFile extends Error {
  override readonly name = 'BadFile';
}

/**
 * The outermost objects in JSON as it comes in pieces, each as its text: lines of objects, a list of them, or both.
 * Never more than one of them is held.
 * @throws BadFile when there is anything else.
 */
export async function* jsonObjects(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  let depth = 0;
  let inText = false;
  let isEscaped = false;
  for await (const piece of pieces) {
    let start = 0;
    for (let at = 0; at < piece.length; at++) {
      const char = piece.charCodeAt(at);
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (char === BACKSLASH) isEscaped = true;
        else if (char === QUOTE) inText = false;
      } else if (char === QUOTE) inText = true;
      else if (char === OPEN && depth++ === 0) {
        checkBetween(held + piece.slice(start, at));
        [held, start] = ['', at];
      } else if (char === CLOSE && --depth === 0) {
        yield held + piece.slice(start, at + 1);
        [held, start] = ['', at + 1];
      }
    }
    held += piece.slice(start);
    if (depth === 0 && !inText) {
      checkBetween(held);
      held = '';
    }
  }
  if (depth > 0) throw new BadFile('It breaks off in the middle of an object.');
  checkBetween(held);
}

function checkBetween(text: string): void {
  if (!BETWEEN.test(text)) throw new BadFile(`It is no JSON at "${text.trim().slice(0, 40)}".`);
}
