declare const scoped: unique symbol;

/**
 * The proof that a caller may see one project. Only authentication makes it (http/auth.ts) and every read and
 * write of telemetry takes it, so that no query can be built without a project.
 */
export type ProjectScope = string & { readonly [scoped]: true };

/** To be called by authentication and by tests, nowhere else. */
export const scopeTo = (projectId: string): ProjectScope => projectId as ProjectScope;
