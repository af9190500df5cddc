type Some = readonly [string, ...string[]];
type Language = 'zh' | 'en';

/** What users write beside a thumb. */
export const COMMENTS: Record<Language, Record<'liked' | 'disliked', Some>> = {
  en: {
    liked: ['Quick and clear, thank you!', 'Exactly what I needed.', 'Better than waiting on the phone.'],
    disliked: ['It did not find my order.', 'I asked for a person twice.', 'Wrong address in the answer.'],
  },
  zh: {
    liked: ['回复很快，很清楚。', '问题解决了，谢谢！', '比打电话方便多了。'],
    disliked: ['没有找到我的订单。', '我要的是人工客服。', '地址写错了。'],
  },
};

/** What a reviewer may say of the tone of an answer. */
export const TONES: Record<Language, Some> = {
  en: ['friendly', 'friendly', 'friendly', 'neutral', 'curt'],
  zh: ['友好', '友好', '友好', '中性', '生硬'],
};

export const REVIEWERS: Some = ['lin.review@shop.example', 'sam.review@shop.example'];
