export interface Question {
  /** First the question, then what the same visitor asks next. */
  asks: readonly [string, ...string[]];
  article: string;
  answers: readonly [string, ...string[]];
}

export const QUESTIONS: Record<'zh' | 'en', readonly [Question, ...Question[]]> = {
  zh: [
    {
      asks: ['羽绒服怎么洗才不会结块', '没有烘干机怎么办？'],
      article: 'size-guide',
      answers: [
        '建议 30 度以下手洗，或装进洗衣袋用轻柔模式机洗，用中性洗涤剂，不要拧干。洗后低温烘干，放两个网球一起转，能把羽绒打散，恢复蓬松 [1]。',
        '可以平铺在通风处阴干，每隔两小时轻拍一遍，把结团的羽绒拍开，大约一到两天干透。不要暴晒，也不要悬挂，水分会把羽绒带到下摆 [1]。',
      ],
    },
    {
      asks: ['金卡会员有什么权益', '退货会扣积分吗'],
      article: 'member-levels',
      answers: [
        '累计 5000 积分升为金卡，权益包括全年免邮和专属客服。每消费 1 元得 1 积分，积分 12 个月内有效 [1]。',
        '会。退货成功后，这一单获得的积分会扣回；如果积分已经用掉，会从后续积分里抵扣，不会影响退款金额 [1]。',
      ],
    },
    {
      asks: ['跨境商品要交税吗', '海关要身份证安全吗'],
      article: 'cross-border',
      answers: [
        '不用另外交。跨境商品的税费已经包含在页面价格里，由保税仓或海外仓发货，清关一般需要 3–7 天 [1]。注意跨境商品不支持七天无理由退货。',
        '身份证信息是海关清关的法定要求，只用于申报，传输和存储都加密。您可以在收货后到“设置 → 实名信息”里删除 [1]。',
      ],
    },
    {
      asks: ['登机箱能带充电宝吗，你们的箱子自带电池怎么托运'],
      article: 'battery-care',
      answers: [
        '自带锂电池的箱子托运前需要把电池取下来随身携带，容量 100Wh 以内不需要申报 [1]。我们的 26 寸铝框登机箱不含电池，可以直接托运。',
      ],
    },
    {
      asks: ['账号被别人登录了怎么办', '被下的订单能退吗'],
      article: 'account-security',
      answers: [
        '请马上做三件事：1. 在“设置 → 账号安全”修改密码；2. 下线其他设备；3. 联系客服冻结支付 [1]。请记住，客服不会向您索要验证码。',
        '48 小时内的异常订单可以全额撤销。联系客服核实身份后，未发货的立即取消，已发货的会拦截，款项原路退回 [1]。',
      ],
    },
    {
      asks: ['电子发票去哪里开', '抬头填错了能改吗'],
      article: 'invoice-einvoice',
      answers: [
        '在“我的 → 发票中心”申请，填写抬头和税号，约 10 分钟发到邮箱。订单完成后 90 天内都可以开 [1]。',
        '可以在开票当月换开一次，原发票会自动红冲 [1]。跨月需要人工处理。',
      ],
    },
  ],
  en: [
    {
      asks: ['how do I wash a down jacket', 'can I iron it?'],
      article: 'size-guide',
      answers: [
        'Wash it at 30 °C in a laundry bag with a mild detergent, then tumble dry on low heat with two tennis balls: they break up the clumps and bring back the loft [1].',
        'No. Ironing flattens the down and can melt the shell. If it looks creased, hang it in a steamy bathroom for a while [1].',
      ],
    },
    {
      asks: ['do prices include customs duties', 'how long does customs take to the UK'],
      article: 'cross-border',
      answers: [
        'For deliveries to the UK, Canada and Australia, yes: the price you see is the price you pay. In other countries the courier collects duties at the door [1].',
        'Usually 1–4 days. You can follow each step in the tracking, and we write to you if customs asks for anything [1].',
      ],
    },
    {
      asks: ['somebody ordered with my account', 'will I get the money back?'],
      article: 'account-security',
      answers: [
        'Change your password and sign out other devices under Settings → Security, then tell support to freeze payments [1]. Nobody from us will ever ask for a code.',
        'Yes. Orders of the last 48 hours can be reversed in full: unshipped ones are cancelled at once, shipped ones are called back [1].',
      ],
    },
    {
      asks: ['gift card refund rules'],
      article: 'coupon-refund',
      answers: [
        'A refund returns to the means of payment you used, in the same proportion. Gift cards close to their end are extended to 90 days. Vouchers only return when you send back the whole order [1].',
      ],
    },
    {
      asks: ['what do I get with gold membership', 'do points expire'],
      article: 'member-levels',
      answers: [
        'Gold starts at 5,000 points and gives you free delivery all year and a direct line to support. You earn one point for every dollar [1].',
        'Points are valid for 12 months from the day you earn them, and points of returned goods are taken back [1].',
      ],
    },
    {
      asks: ['can I send a suitcase with a battery by post'],
      article: 'battery-care',
      answers: [
        'Yes, but goods with lithium batteries travel by road only, which adds 2–4 days to remote areas. Store and send them about half charged [1].',
      ],
    },
  ],
};
