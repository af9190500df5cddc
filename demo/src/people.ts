import { type Random, randomFor } from './random.ts';

export interface Person {
  id: string;
  name: string;
  language: 'zh' | 'en';
  /** Hours east of Greenwich. */
  zone: number;
  city: string;
  plan: 'free' | 'plus' | 'business';
  /** How many days before the end of the story they came first, and came last; those who stay have no end. */
  since: number;
  until: number;
}

const CHINESE: readonly [string, string, ...string[]] = [
  '王芳',
  '李伟',
  '张敏',
  '刘洋',
  '陈静',
  '杨帆',
  '赵磊',
  '黄婷',
  '周杰',
  '吴倩',
  '徐浩',
  '孙丽',
  '马超',
  '朱琳',
  '胡军',
  '郭雪',
  '何晨',
  '林涛',
  '高悦',
  '罗欣',
  '郑凯',
  '梁晓',
  '谢雨',
  '唐宁',
];
const ENGLISH: readonly [string, string, ...string[]] = [
  'Emma Clarke',
  'Noah Bennett',
  'Olivia Reyes',
  'Liam Turner',
  'Ava Patel',
  'Mason Brooks',
  'Sophia Nguyen',
  'Lucas Meyer',
  'Mia Rossi',
  'Ethan Walsh',
  'Grace Kim',
  'Henry Osei',
  'Chloe Martin',
  'Jack Doyle',
  'Zoe Fischer',
  'Owen Park',
  'Ella Novak',
  'Samuel Ortiz',
  'Ruby Shaw',
  'Leo Andersson',
];
const CHINESE_CITIES = [
  '上海',
  '北京',
  '杭州',
  '成都',
  '深圳',
  '广州',
  '南京',
  '武汉',
  '西安',
  '苏州',
] as const;
const ENGLISH_CITIES: readonly [readonly [string, number], ...(readonly [string, number])[]] = [
  ['London', 0],
  ['Berlin', 1],
  ['New York', -5],
  ['Toronto', -5],
  ['Chicago', -6],
  ['San Francisco', -8],
  ['Singapore', 8],
  ['Sydney', 10],
];

/** Half have always been there; the others come one after another, and some of all leave again. */
function stayOf(random: Random): Pick<Person, 'since' | 'until'> {
  const since = random.chance(0.5) ? Number.POSITIVE_INFINITY : random.between(0, 60);
  const leaves = Number.isFinite(since) && random.chance(0.4);
  return { since, until: leaves ? since - random.about(9, 0.8) : Number.NEGATIVE_INFINITY };
}

/** Of those who work at the shop. */
const ALWAYS = { since: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };

/** The customers, the same for the same seed; the first ones come back most often. */
export function customers(seed: string, count: number): [Person, ...Person[]] {
  const person = (n: number): Person => {
    const random = randomFor(seed, 'person', n);
    const chinese = random.chance(0.55);
    const [city, zone] = chinese ? ([random.pick(CHINESE_CITIES), 8] as const) : random.pick(ENGLISH_CITIES);
    return {
      id: `user-${1000 + n * 7}`,
      name: random.pick(chinese ? CHINESE : ENGLISH),
      language: chinese ? 'zh' : 'en',
      zone,
      city,
      plan: random.pick(['free', 'free', 'free', 'plus', 'plus', 'business']),
      ...stayOf(randomFor(seed, 'stay', n)),
    };
  };
  return [person(0), ...Array.from({ length: Math.max(0, count - 1) }, (_, n) => person(n + 1))];
}

/** The people who work at the shop and use its inner agents. */
export const STAFF: { developers: readonly [Person, ...Person[]]; managers: readonly [Person, ...Person[]] } =
  {
    developers: (['dev.lin', 'dev.marta', 'dev.kofi', 'dev.yuki', 'dev.sam', 'dev.anna'] as const).map(
      (id): Person => ({
        ...{ id, name: id.slice(4), language: 'en', zone: 1, city: 'Berlin', plan: 'business' },
        ...ALWAYS,
      }),
    ) as [Person, ...Person[]],
    managers: (['ops.chen', 'ops.wu', 'ops.helen', 'ops.omar'] as const).map(
      (id, n): Person => ({
        id,
        name: id.slice(4),
        language: n < 2 ? 'zh' : 'en',
        zone: n < 2 ? 8 : 0,
        city: n < 2 ? '上海' : 'London',
        plan: 'business',
        ...ALWAYS,
      }),
    ) as [Person, ...Person[]],
  };
