import { useProject } from '../../use-project.ts';
import { Retention } from './Retention.tsx';

/** What becomes of the project's data. */
export function DataPanel() {
  const project = useProject();
  return <Retention project={project} />;
}
