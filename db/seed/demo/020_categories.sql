-- Fourteen aisles. An existing category is never changed.

insert into store.categories (name, description, icon_slug)
values
    ('Dairy & Eggs · חלב וביצים', 'Milk, cheese, yogurt and eggs.', 'milk'),
    ('Bakery · מאפייה', 'Bread, rolls and cakes, fresh every morning.', 'bread'),
    ('Fruit · פירות', 'Fresh fruit of the season.', 'apple'),
    ('Vegetables · ירקות', 'Fresh vegetables and herbs.', 'carrot'),
    ('Meat & Poultry · בשר ועוף', 'Beef, chicken, turkey and sausages.', 'steak'),
    ('Fish · דגים', 'Fresh, smoked and canned fish.', 'fish'),
    ('Frozen · קפואים', 'Frozen vegetables, meals and ice cream.', 'snowflake'),
    ('Pantry · מזווה', 'Flour, rice, pasta, oil and spices.', 'jar'),
    ('Canned & Sauces · שימורים ורטבים', 'Cans, jars and sauces.', 'can'),
    ('Snacks & Sweets · חטיפים וממתקים', 'Salty and sweet things.', 'cookie'),
    ('Drinks · משקאות', 'Water, juice, coffee and tea.', 'bottle'),
    ('Beer & Wine · בירה ויין', 'Beer, wine and spirits; from 18 years.', 'wine'),
    ('Cleaning · ניקיון', 'For dishes, laundry and the house.', 'spray'),
    ('Personal Care & Pets · טיפוח וחיות מחמד', 'For body, baby and pets.', 'heart')
on conflict do nothing;
