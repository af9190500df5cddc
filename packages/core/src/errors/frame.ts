/** Of a longer stack trace the innermost frames are at one of its ends. */
const READ = 65_536;
const LONGEST_LINE = 1_000;
const KEPT = 200;

/** How a language writes a frame: function and file, in named groups. */
interface FrameForm {
  pattern: RegExp;
  /** Whether the frame in which it went wrong is the last one. */
  innermostLast?: boolean;
}

const FORMS: readonly FrameForm[] = [
  // Python
  { pattern: /^\s*File "(?<file>[^"]+)", line \d+(?:, in (?<fn>.+))?$/, innermostLast: true },
  // Java, Kotlin, Scala
  { pattern: /^\s*at (?<fn>[\w.$/]+)\((?<file>[\w$]+\.(?:java|kt|scala)):\d+\)/ },
  // .NET
  { pattern: /^\s*at (?<fn>[\w.`<>[\]+]+)\([^)]*\) in (?<file>.+?):line \d+$/ },
  // JavaScript in Node and Chromium
  { pattern: /^\s*at (?:async )?(?:(?<fn>[^()]+) \()?(?<file>[^()\s][^()]*?):\d+:\d+\)?$/ },
  // JavaScript in Firefox and Safari
  { pattern: /^(?<fn>[^@\s]*)@(?<file>.+?):\d+:\d+$/ },
  // Ruby
  { pattern: /^\s*(?:from )?(?<file>[^\s:]+\.rb):\d+:in [`'](?<fn>[^']+)'/ },
  // Go: the function stands on the line before
  { pattern: /^\s+(?<file>\/?[^\s:]+\.go):\d+/ },
];

/** Code that nobody who reads the error has written. */
const LIBRARY =
  /(^|[/\\])(node_modules|site-packages|dist-packages|python\d[\d.]*|gems|internal|pkg[/\\]mod|runtime)[/\\]|^(node:|<|java\.|javax\.|jdk\.|sun\.|System\.|Microsoft\.)/;

interface Frame {
  fn: string;
  file: string;
}

/**
 * Where an error came from, as `function (folder/file)`: the innermost frame of the application, else the innermost of all. Lines and
 * columns are left out, as they move with every release. '' when the text is no stack trace that is known.
 */
export function topFrame(stack: string): string {
  const lines = ends(stack)
    .split('\n')
    .map((line) => line.slice(0, LONGEST_LINE));
  for (const { pattern, innermostLast } of FORMS) {
    const frames = lines.flatMap((line) => frameIn(line, pattern) ?? []);
    if (innermostLast) frames.reverse();
    const frame = frames.find(({ fn, file }) => !LIBRARY.test(file) && !LIBRARY.test(fn)) ?? frames[0];
    if (frame) return written(frame);
  }
  return '';
}

const ends = (stack: string): string =>
  stack.length <= 2 * READ ? stack : `${stack.slice(0, READ)}\n${stack.slice(-READ)}`;

function frameIn(line: string, pattern: RegExp): Frame | undefined {
  const found = pattern.exec(line)?.groups;
  return found && { fn: found.fn ?? '', file: found.file ?? '' };
}

/** Of a path the file and its folder: where it is installed is no matter, nor the hash in the name of a bundle. */
function written({ fn, file }: Frame): string {
  const place = file
    .replace(/[?#].*$/, '')
    .split(/[/\\]/)
    .slice(-2)
    .join('/')
    .replace(/([-.])(?=[\da-z_]*\d)[\da-z_]{8,}(?=\.)/i, '$1<hash>');
  return (fn === '' ? place : `${fn.trim()} (${place})`).slice(0, KEPT);
}
