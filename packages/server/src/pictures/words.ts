import type { Language } from '@pharos/core/language';

interface PictureWords {
  empty: string;
  limit: string;
  previous: string;
  usual: string;
}

/** What pictures say by themselves. */
export const PICTURE_WORDS: Readonly<Record<Language, PictureWords>> = {
  en: { empty: 'No data in this time range.', limit: 'limit', previous: 'period before', usual: 'usual' },
  'zh-CN': { empty: '该时间范围内没有数据。', limit: '阈值', previous: '上一周期', usual: '通常范围' },
};
