/**
 * What a key pair may look like. A key is accepted wherever keys are, whatever its form: the forms of other systems are
 * for clients and gateways that look at the first letters before they send anything.
 */
export const KEY_FORMS = {
  pharos: { publicPrefix: 'pk-ph-', secretPrefix: 'sk-ph-' },
  langfuse: { publicPrefix: 'pk-lf-', secretPrefix: 'sk-lf-' },
  langsmith: { publicPrefix: 'pk-ph-', secretPrefix: 'lsv2_pt_' },
  langwatch: { publicPrefix: 'pk-ph-', secretPrefix: 'sk-lw-' },
} as const satisfies Record<string, { publicPrefix: string; secretPrefix: string }>;

export type KeyForm = keyof typeof KEY_FORMS;
export const KEY_FORM_NAMES = Object.keys(KEY_FORMS) as [KeyForm, ...KeyForm[]];
