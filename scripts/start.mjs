// `npm start`: installs and builds what is missing or stale, then runs the server. This file is read by whatever
// Node is there, however old, so it says first which one is needed and loads the rest only then.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 11)) {
  console.error(`Pharos needs Node 20.11 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
} else {
  void import('./lib/launch.mjs').then(({ launch }) => launch());
}
