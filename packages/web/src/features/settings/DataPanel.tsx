import { useProject } from '../../use-project.ts';
import { Erasures } from './erasures/Erasures.tsx';
import { Exports } from './exports/Exports.tsx';
import { Retention } from './Retention.tsx';
import { Storage } from './storage/Storage.tsx';

/** What becomes of the project's data. */
export function DataPanel() {
  const project = useProject();
  return (
    <>
      <Storage project={project} />
      <Retention project={project} />
      <Exports project={project} />
      <Erasures project={project} />
    </>
  );
}
