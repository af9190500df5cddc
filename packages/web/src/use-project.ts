import { useParams } from '@tanstack/react-router';

/** The project in the address. Only for pages under `/p/$project`. */
export function useProject(): string {
  const { project } = useParams({ strict: false });
  if (project === undefined) throw new Error('This page needs a project in its address.');
  return project;
}
