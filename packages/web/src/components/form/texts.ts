import { catalogue } from '../../i18n/i18n.ts';

/** Texts of the parts that forms are made of. */
export const formWords = catalogue(
  'form-parts',
  {
    choose: 'Choose…',
    takeOut: 'Take out {{name}}',
  },
  {
    choose: '选择…',
    takeOut: '移除 {{name}}',
  },
);
