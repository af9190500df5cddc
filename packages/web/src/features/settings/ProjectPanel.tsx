export const ProjectPanel = () => null;
