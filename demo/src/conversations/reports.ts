export interface Report {
  title: string;
  request: string;
  /** What the plan asks the warehouse for. */
  queries: readonly [
    { sql: string; rows: readonly (readonly (string | number)[])[] },
    ...{ sql: string; rows: readonly (readonly (string | number)[])[] }[],
  ];
  plan: string;
  draft: string;
  final: string;
}

export const REPORTS: Record<'zh' | 'en', readonly [Report, ...Report[]]> = {
  zh: [
    {
      title: '周销售复盘',
      request: '写一份上周销售复盘，给运营周会用：整体表现、涨跌最大的品类、原因判断、下周建议。一页以内。',
      queries: [
        {
          sql: 'select category, sum(amount) gmv, count(*) orders from sales where week = :last group by category',
          rows: [
            ['服饰', 1284300, 2911],
            ['家电', 986400, 1675],
            ['箱包', 402100, 733],
            ['母婴', 318900, 961],
          ],
        },
        {
          sql: 'select category, gmv / lag(gmv) over (order by week) - 1 change from weekly_sales',
          rows: [
            ['服饰', 0.184],
            ['家电', -0.071],
            ['箱包', 0.022],
            ['母婴', 0.095],
          ],
        },
        {
          sql: 'select reason, count(*) from returns where week = :last group by reason order by 2 desc limit 3',
          rows: [
            ['尺码不合适', 214],
            ['颜色与描述不符', 96],
            ['质量问题', 71],
          ],
        },
      ],
      plan: '1. 整体 GMV、订单与退货率；2. 品类涨跌前三；3. 用退货原因解释变化；4. 三条可执行的建议。',
      draft:
        '上周 GMV 299 万元，环比 +7.2%，订单 6,280 笔。服饰 +18.4% 领涨，主要来自降温带动的羽绒品类；家电 -7.1%，会员日透支了前一周需求。退货率 6.1%，其中“尺码不合适”占 41%，集中在羽绒服。',
      final:
        '## 上周销售复盘\n\n**整体**：GMV 299 万元，环比 **+7.2%**；订单 6,280 笔；退货率 6.1%（+0.4 个百分点）。\n\n**涨跌**\n| 品类 | GMV | 环比 |\n|---|---:|---:|\n| 服饰 | 128.4 万 | +18.4% |\n| 母婴 | 31.9 万 | +9.5% |\n| 家电 | 98.6 万 | −7.1% |\n\n**判断**：华东降温带动羽绒服；家电回落是会员日后的正常透支。退货上升几乎全部来自羽绒服尺码。\n\n**下周建议**\n1. 羽绒服详情页加“偏大半码”提示，预计减少三分之一的尺码退货。\n2. 家电改推以旧换新，不再直降。\n3. 灰色 L 码库存只够 4 天，今天补货。',
    },
    {
      title: '差评摘要',
      request: '汇总最近 7 天的一星和二星评价，按问题归类，每类给一条代表性原话和处理建议。',
      queries: [
        {
          sql: 'select topic, count(*) n from reviews where stars <= 2 and at > now() - interval 7 day group by topic order by n desc',
          rows: [
            ['物流慢', 88],
            ['尺码', 61],
            ['噪音', 34],
            ['客服等待', 27],
          ],
        },
        {
          sql: 'select topic, text from reviews where stars <= 2 order by helpful desc limit 12',
          rows: [
            ['物流慢', '催了三次才发货，客服每次都说今天发'],
            ['噪音', '晚上能听到咔咔声，换了一台还是有'],
            ['尺码', '180 穿 L 像借来的衣服'],
          ],
        },
      ],
      plan: '1. 归类与占比；2. 每类一条原话；3. 负责人与建议。',
      draft:
        '7 天共 210 条一二星评价，物流占 42%，尺码 29%，噪音 16%，客服等待 13%。物流差评集中在两天未揽收的订单。',
      final:
        '## 差评摘要（7 天，210 条）\n\n1. **物流慢 42%**：“催了三次才发货，客服每次都说今天发。” → 仓配：超 24 小时未揽收自动赔券并外呼。\n2. **尺码 29%**：“180 穿 L 像借来的衣服。” → 商品：补充身高体重对照表。\n3. **噪音 16%**：“晚上能听到咔咔声，换了一台还是有。” → 质量：抽检 2026-10 批次轴承。\n4. **客服等待 13%** → 客服：晚 8–10 点加两个班次。',
    },
  ],
  en: [
    {
      title: 'Weekly numbers for the board',
      request:
        'Write the weekly update for the board: revenue, what moved, why, what we do about it. No more than 200 words.',
      queries: [
        {
          sql: 'select region, sum(amount) revenue, count(*) orders from sales where week = :last group by region',
          rows: [
            ['EU', 412800, 5021],
            ['UK', 198300, 2410],
            ['NA', 365200, 3987],
          ],
        },
        {
          sql: 'select region, change from weekly_sales_change where week = :last',
          rows: [
            ['EU', 0.061],
            ['UK', -0.034],
            ['NA', 0.112],
          ],
        },
      ],
      plan: '1. One headline number. 2. Regions that moved more than 5 %. 3. Cause, checked against returns and campaigns. 4. Three decisions.',
      draft:
        'Revenue was $976k, up 6.6 % on the week. North America grew 11.2 % on headphones and jackets; the UK lost 3.4 % because of the carrier strike on two days. Returns stayed flat at 5.2 %.',
      final:
        '## Week in one minute\n\n**$976k revenue, +6.6 %.** Orders 11,418, returns flat at 5.2 %.\n\n- **North America +11.2 %**: headphones and down jackets, no discount needed.\n- **EU +6.1 %**: member week.\n- **UK −3.4 %**: two strike days at the carrier; demand did not fall, deliveries did.\n\n**We decide**\n1. Second carrier for the UK until Christmas.\n2. Move a third of the EU jacket stock to NA.\n3. No further discount on headphones.',
    },
    {
      title: 'Stock at risk',
      request: 'Which products run out in the next 10 days, and what should purchasing order today?',
      queries: [
        {
          sql: 'select sku, stock, daily_sales, stock / daily_sales days_left from stock_cover where stock / daily_sales < 10',
          rows: [
            ['Feather 90 grey L', 212, 53, 4.0],
            ['N7 headphones black', 640, 81, 7.9],
            ['Air fryer 5.5 l', 505, 55, 9.2],
          ],
        },
        {
          sql: 'select sku, lead_days, minimum from suppliers where sku in (:skus)',
          rows: [
            ['Feather 90 grey L', 6, 500],
            ['N7 headphones black', 9, 1000],
            ['Air fryer 5.5 l', 12, 300],
          ],
        },
      ],
      plan: '1. Days of cover. 2. Compare with lead times. 3. Order quantities for 30 days. 4. What to do where it is too late.',
      draft:
        'Three products have less than ten days of cover. Feather 90 grey L (4.0 days, lead time 6) cannot be saved by ordering alone; the others can if we order today.',
      final:
        '## Stock at risk\n\n| Product | Days left | Lead time | Order today |\n|---|---:|---:|---:|\n| Feather 90 grey L | 4.0 | 6 | 1,500 |\n| N7 headphones black | 7.9 | 9 | 2,000 |\n| Air fryer 5.5 l | 9.2 | 12 | 1,200 |\n\nAll three arrive after they sell out. For the jacket, pause its ads now and move 120 pieces from the outlet: that closes the gap of two days. Headphones: air freight pays off above 300 pieces.',
    },
  ],
};
