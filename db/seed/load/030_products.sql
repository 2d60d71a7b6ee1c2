-- 2,000 products a factor, LOAD-0000001 and so on, with names in English and Hebrew to search in: brand, kind, noun, size.
-- Names begin to repeat after 24,000. An existing SKU is never changed.

with nouns (position, aisle, english, hebrew) as (
    values
        (0, 'Dairy & Eggs', 'milk', 'חלב'),
        (1, 'Bakery', 'rye bread', 'לחם שיפון'),
        (2, 'Fruit', 'dried apricots', 'משמש מיובש'),
        (3, 'Vegetables', 'cherry tomatoes', 'עגבניות שרי'),
        (4, 'Meat & Poultry', 'chicken breast', 'חזה עוף'),
        (5, 'Fish', 'smoked salmon', 'סלמון מעושן'),
        (6, 'Frozen', 'garden peas', 'אפונה'),
        (7, 'Pantry', 'basmati rice', 'אורז בסמטי'),
        (8, 'Canned & Sauces', 'tomato paste', 'רסק עגבניות'),
        (9, 'Snacks & Sweets', 'dark chocolate', 'שוקולד מריר'),
        (10, 'Drinks', 'orange juice', 'מיץ תפוזים'),
        (11, 'Beer & Wine', 'lager beer', 'בירה לאגר'),
        (12, 'Cleaning', 'dish soap', 'סבון כלים'),
        (13, 'Personal Care & Pets', 'shampoo', 'שמפו'),
        (14, 'Dairy & Eggs', 'yogurt', 'יוגורט'),
        (15, 'Pantry', 'olive oil', 'שמן זית'),
        (16, 'Canned & Sauces', 'chickpeas', 'חומוס'),
        (17, 'Drinks', 'ground coffee', 'קפה טחון'),
        (18, 'Snacks & Sweets', 'salted pretzels', 'בייגלה מלוח'),
        (19, 'Pantry', 'breakfast cereal', 'דגני בוקר')
),

numbers as (
    select s.n, n.aisle, n.english, n.hebrew, b.english as brand_en, b.hebrew as brand_he, k.english as kind_en, k.hebrew as kind_he, z.size, z.hebrew as size_he
    from generate_series(1, 2000 * current_setting('mami.load_factor')::bigint) as s (n)
    join nouns as n on n.position = s.n % 20
    join (
        values
            (0, 'Galil', 'גליל'), (1, 'Negev', 'נגב'), (2, 'Carmel', 'כרמל'), (3, 'Sharon', 'שרון'), (4, 'Golan', 'גולן'),
            (5, 'Arava', 'ערבה'), (6, 'Gilboa', 'גלבוע'), (7, 'Tavor', 'תבור'), (8, 'Hermon', 'חרמון'), (9, 'Yarden', 'ירדן'),
            (10, 'Tamar', 'תמר'), (11, 'Rimon', 'רימון'), (12, 'Zayit', 'זית'), (13, 'Gefen', 'גפן'), (14, 'Alon', 'אלון'),
            (15, 'Shaked', 'שקד'), (16, 'Erez', 'ארז'), (17, 'Oren', 'אורן'), (18, 'Dekel', 'דקל'), (19, 'Hadas', 'הדס')
    ) as b (position, english, hebrew) on b.position = s.n / 20 % 20
    join (
        values
            (0, 'classic', 'קלאסי'), (1, 'organic', 'אורגני'), (2, 'family pack', 'אריזה משפחתית'), (3, 'light', 'לייט'),
            (4, 'premium', 'פרימיום'), (5, 'kosher for Passover', 'כשר לפסח'), (6, 'home style', 'ביתי'), (7, 'value', 'משתלם'),
            (8, 'spicy', 'חריף'), (9, 'unsalted', 'ללא מלח'), (10, 'winter edition', 'מהדורת חורף'), (11, 'mild', 'עדין')
    ) as k (position, english, hebrew) on k.position = s.n / 400 % 12
    join (
        values (0, '250 g', '250 גרם'), (1, '500 g', '500 גרם'), (2, '750 g', '750 גרם'), (3, '1 kg', '1 ק"ג'), (4, '2 kg', '2 ק"ג')
    ) as z (position, size, hebrew) on z.position = s.n / 4800 % 5
)

insert into store.products (
    category_id, name, sku, price, old_price, unit, description, nutritional_info, is_organic, bin_location, vat_class, created_at
)
select
    c.category_id,
    format('%s %s %s %s · %s %s %s %s', d.brand_en, d.kind_en, d.english, d.size, d.hebrew, d.kind_he, d.brand_he, d.size_he),
    'LOAD-' || lpad(d.n::text, 7, '0'),
    3 + (hashint8extended(d.n, 10) & 31) - 0.10,
    case when d.n % 10 = 0 then 5 + (hashint8extended(d.n, 10) & 31) - 0.10 end,
    d.size,
    format('%s %s by %s, %s.', upper(left(d.english, 1)) || substr(d.english, 2), d.kind_en, d.brand_en, d.size),
    jsonb_build_object('energy_kcal', 20 + (hashint8extended(d.n, 11) & 511), 'per', '100 g'),
    d.kind_en = 'organic',
    format('L-%s-%s', d.n / 20 % 100, d.n % 20),
    case d.english when 'cherry tomatoes' then 'ZERO' else 'STANDARD' end::store.vat_class,
    now() - interval '120 days'
from numbers as d
join (
    select split_part(c.name, ' · ', 1) as aisle, min(c.category_id) as category_id
    from store.categories as c
    group by split_part(c.name, ' · ', 1)
) as c on c.aisle = d.aisle
order by d.n
on conflict on constraint products_sku_key do nothing;
