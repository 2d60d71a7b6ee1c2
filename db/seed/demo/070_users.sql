-- One user of each role and three customers with address and card. Everybody's password is "Mami-2026!", known to the world:
-- for demonstration alone. An existing e-mail is never changed.

insert into store.users (email, password_hash, full_name, role, phone)
values
    (
        'admin@mami.local',
        '$scrypt-sha256$ln=15,r=8,p=1$R9bOcWpfGMZSgECeR15cGQ$T0yzlFtYEGMU98vfuE6wi7kazfsT9ZEy3m8WczjfS44',
        'Adi Admin', 'ADMIN', '+972 50 000 0001'
    ),
    (
        'manager@mami.local',
        '$scrypt-sha256$ln=15,r=8,p=1$wHUaFDYvGqwphVBdQCENZw$5mklDZqPJRmHkBFklhSuTD/Bv19dgkCQej9Tdy/He/U',
        'Maya Manager', 'MANAGER', '+972 50 000 0002'
    ),
    (
        'employee@mami.local',
        '$scrypt-sha256$ln=15,r=8,p=1$yosLhGKWfG2yAMcCjFVCuQ$nS+aNlQFl4UOt6c9Nd+NRfo+k7eQkmRj1qHtatRFsyY',
        'Eli Employee', 'EMPLOYEE', '+972 50 000 0003'
    ),
    (
        'noam.levi@example.com',
        '$scrypt-sha256$ln=15,r=8,p=1$TUFjUv72WTbD9GbvmnbQvA$+uRCDgkaRINRi5XEwviTS0UnSedjq3XSUOWR0TemUi0',
        'Noam Levi', 'CUSTOMER', '+972 52 111 2233'
    ),
    (
        'yael.cohen@example.com',
        '$scrypt-sha256$ln=15,r=8,p=1$EkzmRfMLmLXabLPku8yVoQ$miLJhmGSYppM3zYVvpJ+VELe9UsQPxUoS/TMgH7717w',
        'Yael Cohen', 'CUSTOMER', '+972 52 444 5566'
    ),
    (
        'itamar.ben@example.com',
        '$scrypt-sha256$ln=15,r=8,p=1$y6BeZ0eJqRFp9iqu3EWT8g$oFoMWAgPjn/QN1m1B7H/mBHS3wvXVhGH4PYkrmD9xGA',
        'Itamar Ben', 'CUSTOMER', '+972 52 777 8899'
    )
on conflict (lower(email)) do nothing;

insert into store.addresses (user_id, address_line, city, postal_code, latitude, longitude, is_default)
select u.user_id, d.address_line, d.city, d.postal_code, d.latitude, d.longitude, true
from (
    values
        ('noam.levi@example.com', '14 Dizengoff Street, apartment 5', 'Tel Aviv', '6433222', 32.0749, 34.7748),
        ('yael.cohen@example.com', '3 Herzl Street', 'Rishon LeZion', '7526103', 31.9640, 34.8044),
        ('itamar.ben@example.com', '27 Weizmann Street, floor 2', 'Kfar Saba', '4424727', 32.1750, 34.9069)
) as d (email, address_line, city, postal_code, latitude, longitude)
join store.users as u on lower(u.email) = d.email
where not exists (select from store.addresses as a where a.user_id = u.user_id);

insert into store.payment_tokens (user_id, provider_token, brand, last4, exp_month, exp_year, is_default)
select u.user_id, 'pm_card_visa', 'visa', '4242', 12, 2030, true
from (
    values ('noam.levi@example.com'), ('yael.cohen@example.com'), ('itamar.ben@example.com')
) as d (email)
join store.users as u on lower(u.email) = d.email
where not exists (select from store.payment_tokens as t where t.user_id = u.user_id);
