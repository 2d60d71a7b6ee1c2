-- 500 customers a factor, load0000001@example.com and so on, each with an address and a card. Everybody's password is
-- "Mami-2026!", known to the world. What looks like chance is a hash of the number: every run makes the same shop.

insert into store.users (email, password_hash, full_name, phone, created_at)
select
    'load' || lpad(s.n::text, 7, '0') || '@example.com',
    '$scrypt-sha256$ln=15,r=8,p=1$TUFjUv72WTbD9GbvmnbQvA$+uRCDgkaRINRi5XEwviTS0UnSedjq3XSUOWR0TemUi0',
    (array['Noa', 'Tamar', 'Maya', 'Yael', 'Shira', 'Avigail', 'Ori', 'David', 'Ariel', 'Noam', 'Itai', 'Daniel'])[1 + s.n % 12]
        || ' '
        || (array['Cohen', 'Levi', 'Mizrahi', 'Peretz', 'Biton', 'Dahan', 'Avraham', 'Friedman', 'Azulay', 'Katz', 'Gabay'])[1 + s.n % 11],
    '+972 50 ' || lpad(s.n::text, 7, '0'),
    now() - interval '100 days' - make_interval(days => (hashint8extended(s.n, 1) & 255)::integer)
from generate_series(1, 500 * current_setting('mami.load_factor')::bigint) as s (n)
order by s.n
on conflict (lower(email)) do nothing;

insert into store.addresses (user_id, address_line, city, postal_code, latitude, longitude, is_default)
select
    u.user_id,
    1 + (hashint8extended(s.n, 2) & 127) || ' Herzl Street, apartment ' || 1 + (hashint8extended(s.n, 3) & 31),
    c.city,
    lpad(((hashint8extended(s.n, 4) & 2147483647) % 10000000)::text, 7, '0'),
    c.latitude + ((hashint8extended(s.n, 5) & 1023) - 512) * 0.00002,
    c.longitude + ((hashint8extended(s.n, 6) & 1023) - 512) * 0.00002,
    true
from generate_series(1, 500 * current_setting('mami.load_factor')::bigint) as s (n)
join store.users as u on lower(u.email) = 'load' || lpad(s.n::text, 7, '0') || '@example.com'
join (
    values
        (0, 'Tel Aviv', 32.0749, 34.7748),
        (1, 'Rishon LeZion', 31.9640, 34.8044),
        (2, 'Jerusalem', 31.7780, 35.2170),
        (3, 'Haifa', 32.8100, 34.9890),
        (4, 'Kfar Saba', 32.1750, 34.9069)
) as c (position, city, latitude, longitude) on c.position = s.n % 5
where not exists (select from store.addresses as a where a.user_id = u.user_id)
order by s.n;

insert into store.payment_tokens (user_id, provider_token, brand, last4, exp_month, exp_year, is_default)
select u.user_id, 'pm_card_visa', 'visa', '4242', 12, 2030, true
from generate_series(1, 500 * current_setting('mami.load_factor')::bigint) as s (n)
join store.users as u on lower(u.email) = 'load' || lpad(s.n::text, 7, '0') || '@example.com'
where not exists (select from store.payment_tokens as t where t.user_id = u.user_id)
order by s.n;

-- The plans of what follows need to know how many there are.
analyze store.users, store.addresses, store.payment_tokens;
