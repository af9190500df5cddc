import { useProject } from '../../use-project.ts';
import { Retention } from './Retention.tsx';
import { Storage } from './storage/Storage.tsx';

/** What becomes of the project's data. */
export function DataPanel() {
  const project = useProject();
  return (
    <>
      <Storage project={project} />
      <Retention project={project} />
    </>
  );
}
